/**
 * Appends to orders' chains inside the transaction of the state the entries explain. The row of ledger_chains is locked
 * by the append, so two writers of one order queue up and seq never forks.
 */
import { runSql, type ShopTx, type Sql } from "#app/platform/db.server.ts";
import { nodeHasher } from "./hasher.server.ts";
import { CHAIN_START, nextEntries, type ChainHead, type NewEntry } from "./next-entry.ts";
import { insertEntriesSql, lockChainsSql, type LedgerRows } from "./ledger-sql.ts";

/** Runs a statement in the caller's transaction, on either driver. Columns of type bigint come back as bigint. */
export type RunSql = <Row>(sql: Sql) => Promise<Row[]>;

export type ChainAppend = {
  readonly orderId: bigint;
  readonly orderGid: string;
  readonly entries: readonly NewEntry[];
};

/** Appends to each order's chain. Orders without entries cost nothing. */
export function appendEntries(
  tx: ShopTx,
  shopId: bigint,
  appends: readonly ChainAppend[],
  recordedAt: Date,
): Promise<void> {
  return appendEntriesWith((sql) => runSql(tx, sql), shopId, appends, recordedAt);
}

/** The same in a transaction of either driver. */
export async function appendEntriesWith(
  run: RunSql,
  shopId: bigint,
  appends: readonly ChainAppend[],
  recordedAt: Date,
): Promise<void> {
  const wanted = appends.filter(({ entries }) => entries.length > 0);
  if (wanted.length === 0) return;
  const heads = await lockChains(run, shopId, wanted);
  const rows = chainRows(shopId, wanted, heads, recordedAt);
  for (const sql of insertEntriesSql(shopId, rows)) await run(sql);
}

/** The rows of an append as data, for callers that copy them in bulk. */
export function chainRows(
  shopId: bigint,
  appends: readonly ChainAppend[],
  heads: ReadonlyMap<bigint, ChainHead>,
  recordedAt: Date,
): LedgerRows {
  const rows: { -readonly [Key in keyof LedgerRows]: LedgerRows[Key][number][] } = {
    entries: [],
    personal: [],
    chains: [],
  };
  for (const { orderId, orderGid, entries } of appends) {
    const head = heads.get(orderId) ?? CHAIN_START;
    const next = nextEntries(nodeHasher, { shopId, orderGid, head }, entries, recordedAt);
    rows.entries.push(...next.entries.map((entry) => ({ ...entry, orderId })));
    rows.personal.push(...next.personal.map((part) => ({ ...part, orderId })));
    rows.chains.push({ orderId, ...next.head });
  }
  return rows;
}

async function lockChains(run: RunSql, shopId: bigint, appends: readonly ChainAppend[]) {
  const ids = appends.map(({ orderId }) => orderId);
  const rows = await run<{ order_id: bigint; seq: number; hash: Uint8Array }>(
    lockChainsSql(shopId, ids),
  );
  return new Map<bigint, ChainHead>(
    rows.map(({ order_id, seq, hash }) => [order_id, { seq, hash }]),
  );
}
