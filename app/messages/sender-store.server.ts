/** The shop's sending domain and its key. The private half is sealed and leaves this file only to sign. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { openSecret, sealSecret, type EncryptionKey } from "#app/shopify/secret-box.server.ts";
import type { DkimKey } from "./compose-mail.server.ts";
import type { RecordVerdict } from "./evaluate-sender-records.ts";
import type { RecordSaved } from "./settings-store.server.ts";
import {
  chooseSender,
  evaluateSender,
  type ChosenSender,
  type SenderDomain,
  type SenderRefusal,
} from "./sender.ts";

export type SenderDeps = {
  readonly env: { readonly ENCRYPTION_KEYS: readonly EncryptionKey[] };
  /** ours, from which mail goes until a shop's own is verified */
  readonly mailDomain: string;
};

export type StoredSender = SenderDomain & {
  readonly found: readonly RecordVerdict[] | null;
  readonly checkedAt: Date | null;
};

const contextOf = (shopId: bigint) => `mail_senders.dkim_private_key:${shopId}`;
// RFC 8301 asks for at least 1,024 and receivers read up to 2,048; more does not fit one TXT answer everywhere.
const KEY_BITS = 2_048;

export async function findSender(tx: ShopTx, shopId: bigint): Promise<StoredSender | null> {
  const row = await tx.mailSender.findUnique({ where: { shopId } });
  if (!row) return null;
  return {
    domain: row.domain,
    localPart: row.localPart,
    selector: row.dkimSelector,
    publicKey: row.dkimPublicKey,
    isVerified: row.verifiedAt !== null,
    // Written by saveSenderCheck alone.
    found: row.found as readonly RecordVerdict[] | null,
    checkedAt: row.checkedAt,
  };
}

/** From whom a mail goes now, and the key to sign it with. */
export async function readSender(
  { env, mailDomain }: SenderDeps,
  tx: ShopTx,
  shopId: bigint,
  { fromName, replyTo }: { readonly fromName: string; readonly replyTo: string },
): Promise<{
  readonly chosen: ChosenSender;
  readonly dkim: DkimKey | null;
  /** when the domain's records were last looked up; null for mail from our own */
  readonly checkedAt: Date | null;
}> {
  const own = await findSender(tx, shopId);
  const chosen = chooseSender({ shopName: fromName, replyTo, own, mailDomain });
  if (!own || !chosen.isOwnDomain) return { chosen, dkim: null, checkedAt: null };
  const row = await tx.mailSender.findUniqueOrThrow({ where: { shopId } });
  const privateKey = openSecret(env.ENCRYPTION_KEYS, row.dkimPrivateKey, contextOf(shopId));
  const dkim = { domain: own.domain, selector: own.selector, privateKey };
  return { chosen, dkim, checkedAt: own.checkedAt };
}

type SaveDeps = Pick<SenderDeps, "env"> & {
  readonly db: Pick<Db, "prisma">;
  readonly record: RecordSaved;
};

/** A new domain starts unverified with a key of its own; the same domain keeps key and verdict. */
export async function saveSender(
  { db, env, record }: SaveDeps,
  shopId: bigint,
  asked: { readonly domain: string; readonly localPart: string },
): Promise<Result<null, SenderRefusal>> {
  const evaluated = evaluateSender(asked);
  if (!evaluated.ok) return refuse(evaluated.refusal);
  const { domain, localPart } = evaluated.value;
  await inShop(db, shopId, async (tx) => {
    const known = await tx.mailSender.findUnique({ where: { shopId } });
    const before = { domain: known?.domain ?? null, localPart: known?.localPart ?? null };
    await record(tx, { before, after: { domain, localPart } });
    if (known?.domain === domain) {
      await tx.mailSender.update({ where: { shopId }, data: { localPart } });
      return;
    }
    const key = newKey();
    const data = {
      domain,
      localPart,
      dkimSelector: `ac${randomBytes(4).toString("hex")}`,
      dkimPrivateKey: sealSecret(env.ENCRYPTION_KEYS, key.privateKey, contextOf(shopId)),
      dkimPublicKey: key.publicKey,
    };
    await tx.mailSender.deleteMany({ where: { shopId } });
    await tx.mailSender.create({ data: { shopId, ...data } });
  });
  return accept(null);
}

export const removeSender = (
  { db, record }: Pick<SaveDeps, "db" | "record">,
  shopId: bigint,
): Promise<void> =>
  inShop(db, shopId, async (tx) => {
    const known = await tx.mailSender.findUnique({ where: { shopId } });
    await tx.mailSender.deleteMany({ where: { shopId } });
    await record(tx, { before: { domain: known?.domain ?? null }, after: { domain: null } });
  });

export async function saveSenderCheck(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  shopId: bigint,
  checked: {
    readonly domain: string;
    readonly found: readonly RecordVerdict[];
    readonly isVerified: boolean;
  },
): Promise<void> {
  const { domain, found, isVerified } = checked;
  const now = clock.now();
  // A domain changed meanwhile: the verdict is not about the new one.
  await inShop(db, shopId, (tx) =>
    tx.mailSender.updateMany({
      where: { shopId, domain },
      data: { found: [...found], checkedAt: now, verifiedAt: isVerified ? now : null },
    }),
  );
}

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: KEY_BITS });
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
}
