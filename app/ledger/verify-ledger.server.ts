/** Verifies every chain and every signing, of one shop or of all, with the memory of one page of orders. */
import { createHash, verify, type KeyObject } from "node:crypto";
import { inShop, inSweep, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Facts } from "./canonical-json.ts";
import { nodeHasher } from "./hasher.server.ts";
import type { ChainedEntry, ChainHead } from "./next-entry.ts";
import { headText } from "./sign-heads.server.ts";
import { signedText } from "./signed-text.ts";
import { verifyChain, type ChainFault, type PersonalRow } from "./verify-chain.ts";

export type LedgerFault =
  | (ChainFault & {
      readonly shopId: bigint;
      readonly orderId: bigint;
      readonly orderGid: string | null;
    })
  | {
      readonly code: "signing_removed" | "signing_changed" | "signature_wrong" | "key_unknown";
      readonly shopId: bigint;
      readonly signingNumber: number;
    };

export type LedgerReport = {
  readonly orders: number;
  readonly entries: number;
  readonly signings: number;
  /** empty = the ledger is whole */
  readonly faults: readonly LedgerFault[];
};

export type VerifyDeps = {
  readonly db: Db;
  /** published keys by id, retired ones included; without any, signatures are not checked and heads still are */
  readonly ledgerPublicKeys: ReadonlyMap<string, KeyObject>;
};

// Orders whose chains are read at a time.
const PAGE = 500;

/** Reads the whole ledger. Faults are found, not thrown. */
export async function verifyLedger(deps: VerifyDeps, shopId?: bigint): Promise<LedgerReport> {
  const shopIds = shopId === undefined ? await listShops(deps.db) : [shopId];
  const total = { orders: 0, entries: 0, signings: 0, faults: [] as LedgerFault[] };
  for (const id of shopIds) {
    await verifySignings(deps, id, total);
    await verifyChains(deps, id, total);
  }
  return total;
}

type Totals = { orders: number; entries: number; signings: number; faults: LedgerFault[] };

/** Shops with a history, also those whose own row is gone. */
async function listShops(db: Db): Promise<bigint[]> {
  const rows = await inSweep(
    db,
    (tx) => tx.$queryRaw<{ shop_id: bigint }[]>`
      select shop_id from ledger_chains union select shop_id from ledger_signings
      union select shop_id from ledger_entries order by 1`,
  );
  return rows.map((row) => row.shop_id);
}

async function verifyChains(deps: VerifyDeps, shopId: bigint, total: Totals): Promise<void> {
  for (let after = 0n; ;) {
    const page = await inShop(deps.db, shopId, (tx) => readPage(tx, shopId, after));
    for (const chain of page) {
      total.orders += 1;
      total.entries += chain.entries.length;
      const faults = verifyChain(nodeHasher, { ...chain, shopId, orderGid: chain.orderGid ?? "" });
      total.faults.push(
        ...faults.map((fault) => ({
          ...fault,
          shopId,
          orderId: chain.orderId,
          orderGid: chain.orderGid,
        })),
      );
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.orderId;
  }
}

/** The next orders that have, or should have, a history: whatever any of the tables still knows of. */
async function readPage(tx: ShopTx, shopId: bigint, after: bigint) {
  const orders = await runSql<{
    order_id: bigint;
    gid: string | null;
    seq: number | null;
    hash: Uint8Array | null;
  }>(tx, {
    text: `
      select k.order_id, o.gid, c.seq, c.hash
      from (
        (select order_id from ledger_chains where shop_id = $1 and order_id > $2 order by 1 limit ${PAGE})
        union (select distinct order_id from ledger_entries where shop_id = $1 and order_id > $2 order by 1 limit ${PAGE})
        union (select distinct order_id from ledger_heads where shop_id = $1 and order_id > $2 order by 1 limit ${PAGE})
        order by 1 limit ${PAGE}) k
      left join ledger_chains c on c.shop_id = $1 and c.order_id = k.order_id
      left join orders o on o.shop_id = $1 and o.id = k.order_id
      order by k.order_id`,
    values: [shopId, after],
  });
  const ids = `{${orders.map(({ order_id }) => order_id).join(",")}}`;
  const read = <Row>(columns: string, table: string) =>
    runSql<Row & { orderId: bigint }>(tx, {
      text: `select order_id as "orderId", ${columns} from ${table} where shop_id = $1 and order_id = any($2::bigint[]) order by order_id, seq`,
      values: [shopId, ids],
    });
  const entries = await read<ChainedEntry>(
    `seq, kind, actor, line_gid as "lineGid", facts, personal_mac as "personalMac", occurred_at as "occurredAt",
     recorded_at as "recordedAt", prev_hash as "prevHash", hash`,
    "ledger_entries",
  );
  const personal = await read<{
    seq: number;
    facts: Facts | null;
    salt: Uint8Array | null;
    erasedAt: Date | null;
  }>(`seq, facts, salt, erased_at as "erasedAt"`, "ledger_personal");
  const heads = await read<ChainHead>("seq, hash", "ledger_heads");
  const byOrder = {
    entries: groupByOrder(entries),
    personal: groupByOrder(personal),
    heads: groupByOrder(heads),
  };
  return orders.map(({ order_id: orderId, gid, seq, hash }) => ({
    orderId,
    orderGid: gid,
    entries: byOrder.entries.get(orderId) ?? [],
    personal: (byOrder.personal.get(orderId) ?? []).map((row): PersonalRow => ({
      seq: row.seq,
      facts: row.facts,
      salt: row.salt,
      isErased: row.erasedAt !== null,
    })),
    head: seq !== null && seq > 0 && hash ? { seq, hash } : null,
    signedHeads: byOrder.heads.get(orderId) ?? [],
  }));
}

function groupByOrder<Row extends { readonly orderId: bigint }>(
  rows: readonly Row[],
): Map<bigint, Row[]> {
  const groups = new Map<bigint, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.orderId);
    if (group) group.push(row);
    else groups.set(row.orderId, [row]);
  }
  return groups;
}

async function verifySignings(deps: VerifyDeps, shopId: bigint, total: Totals): Promise<void> {
  const signings = await inShop(deps.db, shopId, (tx) =>
    tx.ledgerSigning.findMany({ where: { shopId }, orderBy: { number: "asc" } }),
  );
  let prevDigest: Uint8Array = new Uint8Array(32);
  let expected = 1;
  for (const signing of signings) {
    const fault = (
      code: Exclude<LedgerFault, ChainFault>["code"],
      signingNumber = signing.number,
    ) => total.faults.push({ code, shopId, signingNumber });
    total.signings += 1;
    if (signing.number !== expected) fault("signing_removed", expected);
    const { digest, headCount } = await inShop(deps.db, shopId, (tx) =>
      digestHeads(tx, shopId, signing.number),
    );
    const isSame = Buffer.from(signing.digest).equals(digest) && signing.headCount === headCount;
    const isLinked =
      signing.number !== expected || Buffer.from(signing.prevDigest).equals(prevDigest);
    if (!isSame || !isLinked) fault("signing_changed");
    const key = deps.ledgerPublicKeys.get(signing.keyId);
    if (key && !verify(null, Buffer.from(signedText(signing)), key, signing.signature))
      fault("signature_wrong");
    if (!key && deps.ledgerPublicKeys.size > 0) fault("key_unknown");
    prevDigest = signing.digest;
    expected = signing.number + 1;
  }
}

async function digestHeads(tx: ShopTx, shopId: bigint, number: number) {
  const hash = createHash("sha256");
  let headCount = 0;
  for (let after = 0n; ;) {
    const page = await tx.$queryRaw<{ order_id: bigint; seq: number; hash: Uint8Array }[]>`
      select order_id, seq, hash from ledger_heads
      where shop_id = ${shopId} and signing_number = ${number} and order_id > ${after}
      order by order_id limit 5000`;
    for (const head of page) hash.update(headText(head));
    headCount += page.length;
    const last = page.at(-1);
    if (!last) break;
    after = last.order_id;
  }
  return { digest: hash.digest(), headCount };
}
