/**
 * Addresses and links that only we can make: a shop, an order's conversation and who may speak in it, signed. They are
 * written so that a mail server which lowers or keeps case changes nothing. Whoever holds one may write as its party, and
 * nothing else; what is in it is believed before the database is asked.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { invariant } from "#app/platform/invariant.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import type { EncryptionKey } from "#app/shopify/secret-box.server.ts";

/** Who speaks. A supplier speaks through one of its contacts. */
export type Party =
  { readonly kind: "shopper" } | { readonly kind: "contact"; readonly contactId: bigint };

export type ReplyTarget = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly party: Party;
};

/** `mail`: an address to answer to. `form`: a page to write on. One is no good for the other. */
export type TokenUse = "mail" | "form";

export type TokenRefusal = { readonly code: "token_forged" | "token_expired" };

type TokenDeps = { readonly env: { readonly ENCRYPTION_KEYS: readonly EncryptionKey[] } };

// A question about an order may come a year later; a link from an old mailbox that was lost should not work for ever.
const LIFETIME_DAYS = 400;
// 80 bits: each guess is a mail or a request.
const MAC_LENGTH = 16;
const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
const TOKEN = new RegExp(
  `^([0-9a-z]{1,13})\\.([0-9a-z]{1,13})\\.(s|c[0-9a-z]{1,13})\\.([0-9a-z]{1,5})\\.([a-z2-7]{${MAC_LENGTH}})$`,
);

export function createReplyToken(
  { env }: TokenDeps,
  { shopId, orderId, party }: ReplyTarget,
  { use, now }: { readonly use: TokenUse; readonly now: Date },
): string {
  const [current] = env.ENCRYPTION_KEYS;
  invariant(current, "there is an encryption key");
  const day = Math.floor(now.getTime() / MS_PER_DAY) + LIFETIME_DAYS;
  const who = party.kind === "shopper" ? "s" : `c${party.contactId.toString(36)}`;
  const said = [shopId.toString(36), orderId.toString(36), who, day.toString(36)].join(".");
  return `${said}.${sign(current, use, said)}`;
}

export function readReplyToken(
  { env }: TokenDeps,
  token: string,
  { use, now }: { readonly use: TokenUse; readonly now: Date },
): Result<ReplyTarget, TokenRefusal> {
  const [, shop, order, who, day, mac] = TOKEN.exec(token.toLowerCase()) ?? [];
  if (!shop || !order || !who || !day || !mac) return refuse({ code: "token_forged" });
  const said = [shop, order, who, day].join(".");
  if (!env.ENCRYPTION_KEYS.some((key) => isSame(sign(key, use, said), mac)))
    return refuse({ code: "token_forged" });
  if (Number.parseInt(day, 36) * MS_PER_DAY < now.getTime())
    return refuse({ code: "token_expired" });
  const party: Party =
    who === "s" ? { kind: "shopper" } : { kind: "contact", contactId: readNumber(who.slice(1)) };
  return accept({ shopId: readNumber(shop), orderId: readNumber(order), party });
}

/** With a key of its own, derived from the key that seals: neither tells anything of the other. */
function sign({ key }: EncryptionKey, use: TokenUse, said: string): string {
  const own = createHmac("sha256", key).update("aftercare reply token v1").digest();
  const mac = createHmac("sha256", own).update(`${use}\n${said}`).digest();
  return [...mac.subarray(0, MAC_LENGTH)].map((byte) => DIGITS[byte & 31]).join("");
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const readNumber = (text: string): bigint =>
  [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
