/**
 * A shop with a row in every table there is, found by looking: a table added later is planted without being listed. Every
 * text holds the shop's mark, so that whatever is read of the shop can be recognised in an answer.
 */
import type pg from "pg";
import { FIRST_RULE } from "#app/dropship/routing/rules/rule-body.ts";
import { sealSecret, type EncryptionKey } from "#app/shopify/secret-box.server.ts";

export type PlantedShop = {
  readonly shopId: bigint;
  /** in every text of the shop */
  readonly mark: string;
  readonly domain: string;
  /** the id of each of its rows, whatever they are */
  readonly id: bigint;
  readonly orderGid: string;
};

type Column = {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** the first of the words that a constraint allows */
  readonly word: string | null;
};

const AT = new Date(Date.now() - 10 * 86_400_000).toISOString();

const NO_SIDE = { costMinor: "0", parcels: 0, heldUnits: 0, suppliers: [] };

// What a row must hold to be whole, where a mark or a default would not do. `null` leaves the column empty.
const EXCEPTIONS: Readonly<Record<string, unknown>> = {
  "shops.install_epoch": 1,
  "shops.installed_at": AT,
  "shops.thresholds": null,
  "orders.unfulfilled_since": AT,
  "orders.financial_status": "paid",
  "orders.fulfillment_status": "unfulfilled",
  "intents.state": "asked",
  "intents.kind": "refund.create",
  "intents.confirmed_by": null,
  "ledger_personal.erased_at": null,
  "saved_order_views.query": { view: "all", search: "", filters: {}, sort: "newest" },
  "compliance_requests.state": "done",
  "compliance_requests.finished_at": AT,
  "compliance_requests.report": [],
  "bulk_imports.state": "finished",
  "parked_jobs.task": "orders.refetch",
  "messages.state": "sent",
  "messages.settled_at": AT,
  "told_events.verdict": "left",
  "told_events.message_id": null,
  "rails_modes.mode": "asking",
  "rails_modes.go_live_at": AT,
  "rails_pauses.resumed_by": null,
  "alert_tellings.state": "waiting",
  "staff_members.role": "owner",
  "staff_members.profile_known_at": AT,
  "staff_members.profile_due_at": new Date(Date.now() + 86_400_000).toISOString(),
  "shipments.tracking_number": "PLANTED100",
  "supplier_tariffs.region": "US",
  "shop_archives.state": "done",
  "routing_rules.body": FIRST_RULE,
  "routing_rule_drafts.body": FIRST_RULE,
  "routing_backtests.body": FIRST_RULE,
  "routing_backtests.state": "done",
  "routing_backtests.sums": {},
  "routing_backtest_orders.difference": { before: NO_SIDE, after: NO_SIDE },
  "routing_plans.actor": {},
  "routing_plans.plan": {
    assignments: [],
    held: [],
    considered: [],
    parcels: 0,
    isProvenBest: true,
    cost: {
      goodsMinor: "0",
      shippingMinor: "0",
      dropFeesMinor: "0",
      riskMinor: "0",
      totalMinor: "0",
    },
  },
  "order_routings.state": "held",
  "order_routings.reasons": [],
  "order_placements.memory": {
    round: 0,
    pending: [],
    moved: [],
    placed: [],
    refused: [],
    names: {},
  },
  "order_placements.notes": [],
  "supplier_links.expires_at": new Date(Date.now() + 86_400_000).toISOString(),
};

/** Plants the shop past every trigger and foreign key: the rows need not make sense, only to be there. */
export async function plantShop(
  pool: pg.Pool,
  shop: PlantedShop,
  keys: readonly EncryptionKey[],
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const columns = await listColumns(client);
    await client.query("set local session_replication_role = replica");
    for (const table of new Set(columns.map((column) => column.table))) {
      const filled = columns
        .filter((column) => column.table === table)
        .map((column) => ({ column, value: valueOf(column, shop, keys) }))
        .filter(({ value }) => value !== undefined);
      const names = filled.map(({ column }) => client.escapeIdentifier(column.name));
      const holes = filled.map(({ column }, index) => `$${index + 1}::${column.type}`);
      await client.query(
        `insert into ${client.escapeIdentifier(table)} (${names.join(", ")}) values (${holes.join(", ")})`,
        filled.map(({ value }) => value),
      );
    }
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** A table's own checks across columns are not for rows that need only be there. */
export async function dropRowChecks(pool: pg.Pool): Promise<void> {
  await pool.query(`do $$ declare k record; begin
    for k in select conrelid::regclass as name, conname from pg_constraint
      where contype = 'c' and connamespace = 'public'::regnamespace and cardinality(conkey) > 1
    loop execute format('alter table %s drop constraint %I', k.name, k.conname); end loop; end $$`);
}

const listColumns = async (client: pg.PoolClient): Promise<Column[]> =>
  (
    await client.query<Column>(`
      select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        a.attnotnull as "isRequired", a.atthasdef or a.attidentity <> '' as "hasDefault",
        (select substring(pg_get_constraintdef(k.oid) from '''(\\w+)''::text')
         from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
           and pg_get_constraintdef(k.oid) like '%= ANY%' limit 1) as word
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and a.attgenerated = ''
        and (c.relname in (select table_name from app.shop_tables()) or c.relname = 'shops')
        and c.relnamespace = 'public'::regnamespace
      order by 1, a.attnum`)
  ).rows;

/** undefined leaves the column to its default. */
function valueOf(column: Column, shop: PlantedShop, keys: readonly EncryptionKey[]): unknown {
  const { table, name, type, isRequired, hasDefault, word } = column;
  const exception = EXCEPTIONS[`${table}.${name}`];
  if (exception !== undefined)
    return exception !== null && typeof exception === "object"
      ? JSON.stringify(exception)
      : exception;
  if (name === "shop_id" || (table === "shops" && name === "id")) return shop.shopId;
  if (table === "shops" && name === "domain") return shop.domain;
  if (table === "shop_tokens" && type === "bytea")
    return sealSecret(keys, `${shop.mark}-${name}`, `shop_tokens/${shop.shopId}/${name}`);
  if (word) return word;
  if (/currency$/.test(name)) return "USD";
  if (/country$/.test(name)) return "US";
  if (/time_?zone$/.test(name)) return "America/New_York";
  if (/gid$/.test(name)) return type === "text" ? gidOf(table, name, shop) : undefined;
  if (type === "text" || type.startsWith("character"))
    return /(^|_)(id|by)$/.test(name) && !/webhook|event|key|lease|pool/.test(name)
      ? shop.id.toString()
      : `${shop.mark}-${name}`;
  if (/(^|_)id$/.test(name)) return type === "bigint" ? shop.id : type === "uuid" ? undefined : 1;
  if (type === "text[]") return [`${shop.mark}-${name}`];
  if (!isRequired || hasDefault) return undefined;
  return fillerOf(type, shop);
}

const gidOf = (table: string, name: string, { id, orderGid }: PlantedShop) =>
  (table === "orders" && name === "gid") || name === "order_gid"
    ? orderGid
    : `gid://shopify/Thing/${id}`;

function fillerOf(type: string, { mark, shopId }: PlantedShop): unknown {
  if (type.startsWith("timestamp") || type === "date") return AT;
  if (/^json/.test(type)) return JSON.stringify({ mark, shopId: shopId.toString() });
  if (type === "bytea") return Buffer.from(mark);
  if (type === "boolean") return false;
  if (type.endsWith("[]")) return [];
  return 100;
}
