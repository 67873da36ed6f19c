/** The hashes of the ledger by node's crypto. */
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Hasher } from "./next-entry.ts";

export const nodeHasher: Hasher = {
  sha256: (text) => createHash("sha256").update(text, "utf8").digest(),
  hmacSha256: (key, text) => createHmac("sha256", key).update(text, "utf8").digest(),
  newSalt: () => randomBytes(32),
};
