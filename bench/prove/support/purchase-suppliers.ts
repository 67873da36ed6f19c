/** The suppliers of the purchase orders' proof, one a channel, and the secrets of their peers. */
import type pg from "pg";
import { sealChannelSecret } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { PEER_LOGIN } from "#tests/support/dropship/sftp-peer.ts";

export const PEER_KEYS = [{ id: "k1", key: Buffer.alloc(32, 7) }];

export const MAIL_CONTACT = "orders@mail-supplier.example";

/** Their ids are of no interest: every order asks all of them. */
export async function insertSuppliers(
  pool: pg.Pool,
  shopId: bigint,
  { sftpPort, httpsUrl }: { readonly sftpPort: number; readonly httpsUrl: string },
): Promise<void> {
  const { username, password } = PEER_LOGIN;
  const settings = [
    ["email", { attachment: "csv" }],
    ["sftp", { host: "127.0.0.1", port: sftpPort, username, directory: "/in", hostKey: null }],
    ["https", { url: httpsUrl }],
  ] as const;
  for (const [channel, options] of settings) {
    const { rows } = await pool.query<{ id: string }>(
      `insert into suppliers (shop_id, name, currency, time_zone, working_days, channel, channel_settings, created_at, updated_at)
       values ($1, $2, 'USD', 'UTC', '{1,2,3,4,5,6,7}', $2, $3, now(), now()) returning id`,
      [shopId.toString(), channel, JSON.stringify(options)],
    );
    const supplierId = BigInt(rows[0]?.id ?? "0");
    const secret = channel === "sftp" ? password : "a secret of both sides";
    const sealed = sealChannelSecret(
      { ENCRYPTION_KEYS: PEER_KEYS },
      { shopId, supplierId, secret },
    );
    await pool.query("update suppliers set channel_secret = $3 where shop_id = $1 and id = $2", [
      shopId.toString(),
      supplierId.toString(),
      Buffer.from(sealed),
    ]);
    await pool.query(
      "insert into supplier_contacts (shop_id, supplier_id, name, email) values ($1, $2, 'Li Wei', $3)",
      [shopId.toString(), supplierId.toString(), MAIL_CONTACT],
    );
  }
}
