/**
 * What a supplier's link carries: the shop, the link's row, and a code over both that only we can make. The shop comes
 * from here and from nowhere else.
 */
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { invariant } from "#app/platform/invariant.ts";
import type { EncryptionKey } from "#app/shopify/secret-box.server.ts";

export type LinkName = { readonly shopId: bigint; readonly linkId: bigint };

type Keys = readonly EncryptionKey[];

const VERSION = 1;
const NAME_BYTES = 17; // version, shop, link
const CODE_BYTES = 16;
// 33 bytes in base64url.
const TOKEN = /^[\w-]{44}$/;

/** The first key signs. */
export function signToken(keys: Keys, { shopId, linkId }: LinkName): string {
  const [current] = keys;
  invariant(current, "there is no encryption key");
  const name = Buffer.alloc(NAME_BYTES);
  name.writeUInt8(VERSION, 0);
  name.writeBigInt64BE(shopId, 1);
  name.writeBigInt64BE(linkId, 9);
  return Buffer.concat([name, codeOf(current, name)]).toString("base64url");
}

/** Null: made up, cut, changed, or signed with a key that is gone. Every key of ours is tried. */
export function readToken(keys: Keys, token: string): LinkName | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const name = bytes.subarray(0, NAME_BYTES);
  const code = bytes.subarray(NAME_BYTES);
  if (name[0] !== VERSION || code.length !== CODE_BYTES) return null;
  if (!keys.some((key) => timingSafeEqual(codeOf(key, name), code))) return null;
  return { shopId: name.readBigInt64BE(1), linkId: name.readBigInt64BE(9) };
}

/** A key for this use alone: nothing that is sealed elsewhere with the same secret can be passed off as a link. */
const codeOf = ({ key }: EncryptionKey, name: Buffer): Buffer =>
  createHmac("sha256", Buffer.from(hkdfSync("sha256", key, "", "aftercare supplier link", 32)))
    .update(name)
    .digest()
    .subarray(0, CODE_BYTES);
