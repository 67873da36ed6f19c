/** Keys of suppliers' SFTP servers: the first one seen is kept, and asked for from then on. */
import { createHash } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";

export type HostOwner = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  /** `host:port` */
  readonly host: string;
};

export type HostKeys = {
  readonly find: (owner: HostOwner) => Promise<string | null>;
  /** False: another one was kept meanwhile. */
  readonly pin: (owner: HostOwner, keyHash: string) => Promise<boolean>;
};

/** As `ssh-keygen -lf` prints it. */
export const hostKeyHash = (key: Uint8Array): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

export const isSameHostKey = (seen: string, wanted: string): boolean =>
  seen === wanted.replace(/=+$/, "");

export function createHostKeys(deps: {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
}): HostKeys {
  const find = ({ shopId, supplierId, host }: HostOwner) =>
    inShop(deps.db, shopId, async (tx) => {
      const name = { shopId, supplierId, host };
      const row = await tx.supplierHostKey.findUnique({ where: { shopId_supplierId_host: name } });
      return row?.keyHash ?? null;
    });
  return {
    find,
    pin: async (owner, keyHash) => {
      const { shopId, supplierId, host } = owner;
      await inShop(
        deps.db,
        shopId,
        (tx) => tx.$executeRaw`
          insert into supplier_host_keys (shop_id, supplier_id, host, key_hash, pinned_at)
          values (${shopId}, ${supplierId}, ${host}, ${keyHash}, ${deps.clock.now()})
          on conflict (shop_id, supplier_id, host) do nothing`,
      );
      const kept = await find(owner);
      return kept !== null && isSameHostKey(keyHash, kept);
    },
  };
}
