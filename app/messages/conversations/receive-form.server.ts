/** The page a shopper can write on, by a signed link of our mails. Looking at it changes nothing; only sending does. */
import { createHash } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import type { EncryptionKey } from "#app/shopify/secret-box.server.ts";
import { chooseLanguage, type Language } from "#app/messages/languages.ts";
import { cleanValue } from "#app/messages/protect-value.ts";
import { readMessageSettings } from "#app/messages/settings-store.server.ts";
import { lockOrder, saveEntry } from "./entries-store.server.ts";
import { findChannel } from "./find-addressee.server.ts";
import { readReplyToken } from "./reply-token.server.ts";
import type { ConversationRefusal } from "./reply-views.ts";

export type FormDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: { readonly ENCRYPTION_KEYS: readonly EncryptionKey[] };
};

/** What the page shows: no more than the mail that held the link. */
export type ContactView = {
  readonly shopName: string;
  readonly orderName: string;
  readonly language: Language;
};

// A person asks a few times; a program that found the link should not fill the inbox.
const MOST_AN_HOUR = 10;
const MAX_WORDS = 5_000;

// Suppliers have a page of their own: their tokens open none of these.
const noContact = { findContact: async () => null };

/** null: forged, expired, or the order is gone. */
export function findContact(deps: FormDeps, token: string): Promise<ContactView | null> {
  return withTarget(deps, token, async (tx, { shopId, orderId }) => {
    const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: orderId } },
    });
    const { brand } = await readMessageSettings(tx, shopId);
    return {
      shopName: shop.name ?? shop.domain,
      orderName: order.name,
      language: chooseLanguage(order.locale, brand.language),
    };
  });
}

/** Keeps what the shopper wrote. null: as above. The same text sent again within the hour is kept once. */
export function receiveForm(
  deps: FormDeps,
  token: string,
  text: string,
): Promise<Result<null, ConversationRefusal> | null> {
  const words = cleanValue(text).replace(/\r\n?/g, "\n").trim();
  return withTarget(deps, token, async (tx, { shopId, orderId, orderGid }) => {
    if (words === "") return refuse({ code: "words_empty" } as const);
    if (words.length > MAX_WORDS) return refuse({ code: "words_too_long" } as const);
    const now = deps.clock.now();
    await lockOrder(tx, shopId, orderId);
    const lastHour = await tx.conversationEntry.findMany({
      where: {
        shopId,
        orderId,
        via: "form",
        saidAt: { gt: new Date(now.getTime() - MS_PER_HOUR) },
      },
      select: { words: true },
    });
    // Under the order's lock: the same form sent at the same time waits, and is found here.
    if (lastHour.some((said) => said.words === words)) return accept(null);
    if (lastHour.length >= MOST_AN_HOUR) return refuse({ code: "too_many_words" } as const);
    await saveEntry(
      tx,
      shopId,
      {
        order: { orderId, orderGid },
        channel: { kind: "shopper" },
        direction: "in",
        via: "form",
        staffId: null,
        address: null,
        subject: null,
        words,
        quoted: null,
        parkCode: null,
        dedupe: nameForm(orderId, words, now),
        mailId: null,
        outboxId: null,
        files: [],
      },
      now,
    );
    return accept(null);
  });
}

type Target = { readonly shopId: bigint; readonly orderId: bigint; readonly orderGid: string };

async function withTarget<Value>(
  deps: FormDeps,
  token: string,
  work: (tx: Parameters<Parameters<typeof inShop>[2]>[0], target: Target) => Promise<Value>,
): Promise<Value | null> {
  const read = readReplyToken(deps, token, { use: "form", now: deps.clock.now() });
  if (!read.ok || read.value.party.kind !== "shopper") return null;
  const target = read.value;
  return inShop(deps.db, target.shopId, async (tx) => {
    const open = await findChannel(noContact, tx, target);
    return open ? work(tx, { ...target, orderGid: open.order.orderGid }) : null;
  });
}

/** Another name for the same words an hour later: then they are said again. */
const nameForm = (orderId: bigint, words: string, now: Date) =>
  Uint8Array.from(
    createHash("sha256").update(`form ${orderId} ${now.getTime()}\n${words}`).digest(),
  );
