/** Addresses that gave mail back for good: nothing more is sent there until a person says so. */
import { createHash } from "node:crypto";
import type { ShopTx } from "#app/platform/db.server.ts";
import { normalAddress } from "./mail-address.ts";

export type Suppression = {
  readonly address: string;
  readonly code: string;
  readonly reason: string;
  readonly messageId: bigint | null;
};

/** Per shop: the same address hashes differently elsewhere. */
export const hashAddress = (shopId: bigint, address: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    createHash("sha256")
      .update(`${shopId}:${normalAddress(address)}`)
      .digest(),
  );

export async function findSuppression(
  tx: ShopTx,
  shopId: bigint,
  address: string,
): Promise<Suppression | null> {
  const addressHash = hashAddress(shopId, address);
  return tx.mailSuppression.findUnique({ where: { shopId_addressHash: { shopId, addressHash } } });
}

/** Keeps the first reason. */
export async function saveSuppression(
  tx: ShopTx,
  shopId: bigint,
  { address, code, reason, messageId }: Suppression,
  now: Date,
): Promise<void> {
  const addressHash = hashAddress(shopId, address);
  await tx.mailSuppression.createMany({
    data: [
      {
        shopId,
        addressHash,
        address: normalAddress(address),
        code,
        reason,
        messageId,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
}
