/**
 * Secrets at rest: AES-256-GCM with the id of the key in front, so keys can be rotated without a re-encryption run.
 * Layout: version (1 byte) | length of key id (1) | key id | nonce (12) | tag (16) | ciphertext.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { invariant } from "#app/platform/invariant.ts";

export type EncryptionKey = { readonly id: string; readonly key: Buffer };

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with the first key. `context` names row and column: a value copied elsewhere does not decrypt. */
export function sealSecret(
  keys: readonly EncryptionKey[],
  secret: string,
  context: string,
): Uint8Array<ArrayBuffer> {
  const [current] = keys;
  invariant(current, "there is no encryption key");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  const keyId = Buffer.from(current.id);
  return Uint8Array.from(
    Buffer.concat([
      Buffer.from([VERSION, keyId.length]),
      keyId,
      nonce,
      cipher.getAuthTag(),
      ciphertext,
    ]),
  );
}

/** Decrypts with whichever key sealed it. Throws when that key is gone or the bytes were changed. */
export function openSecret(
  keys: readonly EncryptionKey[],
  sealed: Uint8Array,
  context: string,
): string {
  const bytes = Buffer.from(sealed);
  invariant(bytes[0] === VERSION, "a sealed secret has an unknown version");
  const nonceAt = 2 + (bytes[1] ?? 0);
  const keyId = bytes.toString("utf8", 2, nonceAt);
  const found = keys.find(({ id }) => id === keyId);
  if (!found) throw new Error(`ENCRYPTION_KEYS has no key ${keyId}, which sealed a stored secret.`);
  const tagAt = nonceAt + NONCE_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", found.key, bytes.subarray(nonceAt, tagAt));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(tagAt, tagAt + TAG_BYTES));
  const ciphertext = bytes.subarray(tagAt + TAG_BYTES);
  return decipher.update(ciphertext, undefined, "utf8") + decipher.final("utf8");
}
