/** The ledger's statements as data. Every one names the shop. */
import {
  toHex,
  type ChainedEntry,
  type ChainHead,
  type PersonalPart,
  type WithText,
} from "./next-entry.ts";

type Sql = { readonly text: string; readonly values: readonly unknown[] };

export type LedgerRows = {
  readonly entries: readonly (ChainedEntry & WithText & { readonly orderId: bigint })[];
  readonly personal: readonly (PersonalPart & WithText & { readonly orderId: bigint })[];
  readonly chains: readonly (ChainHead & { readonly orderId: bigint })[];
};

/** Makes the missing chains and locks all named ones, in one order of ids so that two writers cannot deadlock. */
export const lockChainsSql = (shopId: bigint, orderIds: readonly bigint[]): Sql => ({
  text: `
    with made as (
      insert into ledger_chains (shop_id, order_id, seq, hash)
      select $1::bigint, o, 0, decode(repeat('00', 32), 'hex') from unnest($2::bigint[]) o order by o
      on conflict (shop_id, order_id) do update set seq = ledger_chains.seq
      returning order_id, seq, hash)
    select order_id, seq, hash from made`,
  values: [shopId, `{${orderIds.join(",")}}`],
});

export function insertEntriesSql(shopId: bigint, { entries, personal, chains }: LedgerRows): Sql[] {
  const statements: Sql[] = [
    {
      text: `
        insert into ledger_entries (shop_id, order_id, seq, kind, actor, line_gid, facts, personal_mac,
          occurred_at, recorded_at, prev_hash, hash)
        select $1::bigint, order_id, seq, kind, actor, line_gid, facts, decode(personal_mac, 'hex'),
          occurred_at, recorded_at, decode(prev_hash, 'hex'), decode(hash, 'hex')
        from jsonb_to_recordset($2::text::jsonb) as r(order_id bigint, seq int, kind text, actor text, line_gid text,
          facts jsonb, personal_mac text, occurred_at timestamptz, recorded_at timestamptz, prev_hash text, hash text)`,
      values: [shopId, JSON.stringify(entries.map(entryRecord))],
    },
    {
      text: `
        update ledger_chains c set seq = r.seq, hash = decode(r.hash, 'hex')
        from jsonb_to_recordset($2::text::jsonb) as r(order_id bigint, seq int, hash text)
        where c.shop_id = $1 and c.order_id = r.order_id`,
      values: [
        shopId,
        JSON.stringify(
          chains.map(({ orderId, seq, hash }) => ({
            order_id: orderId.toString(),
            seq,
            hash: toHex(hash),
          })),
        ),
      ],
    },
  ];
  if (personal.length > 0)
    statements.push({
      text: `
        insert into ledger_personal (shop_id, order_id, seq, facts, salt)
        select $1::bigint, order_id, seq, facts, decode(salt, 'hex')
        from jsonb_to_recordset($2::text::jsonb) as r(order_id bigint, seq int, facts jsonb, salt text)`,
      values: [
        shopId,
        JSON.stringify(
          personal.map(({ orderId, seq, facts, salt }) => ({
            order_id: orderId.toString(),
            seq,
            facts,
            salt: toHex(salt),
          })),
        ),
      ],
    });
  return statements;
}

const entryRecord = (entry: LedgerRows["entries"][number]) => ({
  order_id: entry.orderId.toString(),
  seq: entry.seq,
  kind: entry.kind,
  actor: entry.actor,
  line_gid: entry.lineGid,
  facts: entry.facts,
  personal_mac: entry.personalMac && toHex(entry.personalMac),
  occurred_at: entry.occurredAt.toISOString(),
  recorded_at: entry.recordedAt.toISOString(),
  prev_hash: toHex(entry.prevHash),
  hash: toHex(entry.hash),
});

/** The columns of ledger_entries in the order of `entryCopyRow`, for COPY. */
export const ENTRY_COPY_COLUMNS =
  "order_id, seq, kind, actor, line_gid, facts, personal_mac, occurred_at, recorded_at, prev_hash, hash";

const bytea = (bytes: Uint8Array | null) => bytes && `\\x${toHex(bytes)}`;

export const entryCopyRow = (entry: LedgerRows["entries"][number]): (string | null)[] => [
  entry.orderId.toString(),
  String(entry.seq),
  entry.kind,
  entry.actor,
  entry.lineGid,
  entry.factsText,
  bytea(entry.personalMac),
  entry.occurredAt.toISOString(),
  entry.recordedAt.toISOString(),
  bytea(entry.prevHash),
  bytea(entry.hash),
];

export const PERSONAL_COPY_COLUMNS = "order_id, seq, facts, salt";

export const personalCopyRow = (part: LedgerRows["personal"][number]): (string | null)[] => [
  part.orderId.toString(),
  String(part.seq),
  part.factsText,
  bytea(part.salt),
];

export const CHAIN_COPY_COLUMNS = "order_id, seq, hash";

export const chainCopyRow = (chain: LedgerRows["chains"][number]): (string | null)[] => [
  chain.orderId.toString(),
  String(chain.seq),
  bytea(chain.hash),
];
