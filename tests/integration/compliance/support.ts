/** A shopper planted in every place where the product may keep one, and a search of every place there is. */
import { randomUUID } from "node:crypto";
import { applyDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { CHILD_TABLES, ORDER_TABLE } from "#app/orders/mirror-tables.ts";
import { loadMirrors, runIn, savePlans } from "#app/orders/mirror-store.server.ts";
import { ordersPersonalData } from "#app/orders/personal-data.server.ts";
import { planOrderChanges } from "#app/orders/plan-order-changes.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import {
  answerCompliance,
  type AnswerDeps,
} from "#app/shops/compliance/answer-compliance.server.ts";
import {
  receiveCompliance,
  type EnqueueAnswer,
} from "#app/shops/compliance/receive-compliance.server.ts";
import { SHARED_PERSONAL_DATA } from "#app/shops/compliance/stores/shared-stores.server.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import { getSample } from "#tests/contract/webhook-samples.ts";

export type PlantedPerson = {
  readonly id: number;
  readonly orderId: number;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly city: string;
  readonly zip: string;
};

export const ZOFIA: PlantedPerson = {
  id: 7_412_589_630_147,
  orderId: 6_120_004_455_667,
  first: "Zofia",
  last: "Wiśniewska-Quark",
  email: "zofia.quark@example.com",
  phone: "+48555019284",
  street: "17 Marigold Crescent",
  city: "Oborniki-Proof",
  zip: "64-601Q",
};

export const PIOTR: PlantedPerson = {
  id: 7_412_589_630_148,
  orderId: 6_120_004_455_668,
  first: "Piotr",
  last: "Bystander",
  email: "piotr@example.com",
  phone: "+48555770011",
  street: "3 Quiet Lane",
  city: "Elsewhere",
  zip: "00-001",
};

export const NOW = new Date("2026-11-21T12:00:00Z");
export const clock = { now: () => NOW };

/** What must not be found anywhere once the person is erased. */
export const traitsOf = (person: PlantedPerson) => [
  `${person.first} ${person.last}`,
  person.last,
  person.email,
  person.phone,
  person.street,
  person.city,
  person.zip,
  String(person.id),
];

export const silentLogger = (lines: string[]) => {
  const write = (...told: unknown[]) => void lines.push(JSON.stringify(told));
  return {
    info: write,
    warn: write,
    error: write,
    debug: write,
    child: () => silentLogger(lines),
  } as never;
};

export function createDeps(db: Db, lines: string[] = []): AnswerDeps {
  const enqueueAnswer: EnqueueAnswer = async (tx, { shopId, requestId, runAt }) => {
    const payload = JSON.stringify({ shopId: shopId.toString(), requestId: requestId.toString() });
    await tx.$executeRaw`select app.enqueue('shops.answer-compliance', ${payload}::text::json, null, null,
      coalesce(${runAt ?? null}::timestamptz, now()), 12, 0)`;
  };
  return {
    db,
    clock,
    logger: silentLogger(lines),
    stores: [ordersPersonalData, ...SHARED_PERSONAL_DATA],
    enqueueAnswer,
  };
}

export async function insertShop(db: Db, domain: string, isInstalled = true): Promise<bigint> {
  const { rows } = await db.pool.query(
    "insert into shops (domain, installed_at, uninstalled_at) values ($1, '2026-01-01', $2) returning id",
    [domain, isInstalled ? null : NOW],
  );
  return BigInt(rows[0].id);
}

/** The webhook and the job after it, as the product runs them. Returns the request's id. */
export async function ask(
  deps: AnswerDeps,
  shop: { id: bigint; domain: string },
  topic: string,
  body: object,
) {
  const outcome = await inShop(deps.db, shop.id, (tx) =>
    receiveCompliance(tx, deps, {
      shopId: shop.id,
      shopDomain: shop.domain,
      topic,
      webhookId: randomUUID(),
      triggeredAt: NOW,
      receivedAt: NOW,
      body: Buffer.from(JSON.stringify({ shop_id: 1, shop_domain: shop.domain, ...body })),
    }),
  );
  const { rows } = await deps.db.pool.query(
    "select max(id) as id from compliance_requests where shop_id = $1",
    [shop.id],
  );
  return { outcome, requestId: BigInt(rows[0].id ?? 0) };
}

export const bodyOf = (person: PlantedPerson) => ({
  customer: { id: person.id, email: person.email, phone: person.phone },
  orders_requested: [],
  orders_to_redact: [person.orderId],
  data_request: { id: 9 },
});

/** An order by the product's own way in, with everything that hangs from it. */
export async function plantOrder(db: Db, shopId: bigint, person: PlantedPerson): Promise<void> {
  const address = {
    first_name: person.first,
    last_name: person.last,
    name: `${person.first} ${person.last}`,
    address1: person.street,
    address2: null,
    city: person.city,
    zip: person.zip,
    phone: person.phone,
    country: "Poland",
    country_code: "PL",
    province: null,
    company: null,
  };
  const order = {
    ...(sampleFor("orders/create", person) as object),
    id: person.orderId,
    admin_graphql_api_id: `gid://shopify/Order/${person.orderId}`,
    name: `#${person.orderId % 10_000}`,
    test: false,
    email: person.email,
    contact_email: person.email,
    phone: person.phone,
    note: `Ring twice, ${person.first} ${person.last} is deaf`,
    tags: `vip, write to ${person.email}`,
    customer: {
      id: person.id,
      admin_graphql_api_id: `gid://shopify/Customer/${person.id}`,
      first_name: person.first,
      last_name: person.last,
      email: person.email,
      phone: person.phone,
    },
    billing_address: address,
    shipping_address: address,
  };
  await deliver(db, shopId, "orders/create", order);
  for (const topic of ["fulfillments/create", "refunds/create", "fulfillment_events/create"]) {
    const part: Record<string, any> = { ...sampleFor(topic, person), order_id: person.orderId };
    if (topic === "refunds/create") part.note = `For ${person.email}`;
    if (topic === "fulfillment_events/create")
      Object.assign(part, { message: `Left with ${person.last}`, city: person.city });
    await deliver(db, shopId, topic, part);
  }
}

/** Saves what a read of the planted order would say if Shopify still named the person everywhere. */
export async function readAgain(db: Db, shopId: bigint, person: PlantedPerson): Promise<void> {
  const gid = `gid://shopify/Order/${person.orderId}`;
  const asOf = new Date(NOW.getTime() + 60_000);
  await inShop(db, shopId, async (tx) => {
    const known = (await loadMirrors(runIn(tx), shopId, [gid])).get(gid)!;
    const named = <Row extends object>(
      rows: readonly Row[],
      { personal, columns }: { personal: readonly string[]; columns: object },
    ) =>
      rows.map((row) => {
        const told = (field: string) =>
          (columns as Record<string, string>)[field] === "text[]" ? [person.email] : person.email;
        return { ...row, ...Object.fromEntries(personal.map((field) => [field, told(field)])) };
      });
    const events = named(known.events, CHILD_TABLES.events);
    const reading = {
      orderGid: gid,
      asOf,
      isComplete: true,
      words: "exact",
      order: { ...named([known.order], ORDER_TABLE)[0]!, updatedAt: asOf },
      lines: known.lines,
      refunds: named(known.refunds, CHILD_TABLES.refunds).map((row) => ({ ...row, lines: [] })),
      fulfillments: named(known.fulfillments, CHILD_TABLES.fulfillments).map((row) => ({
        ...row,
        lines: [],
        events: events.filter(({ fulfillmentGid }) => fulfillmentGid === row.gid),
      })),
    } as unknown as OrderReading;
    const from = { source: "refetch", sourceVersion: "2026-07", heardAt: asOf } as const;
    const plan = planOrderChanges(known, reading, from);
    if (plan.kind !== "changed") throw new Error("The read has to say something new.");
    await savePlans(runIn(tx), shopId, [{ orderGid: gid, orderId: known.orderId, plan }], asOf);
  });
}

/** Shopify's sample with ids of this person's own: one shop cannot have the same line twice. */
function sampleFor(topic: string, person: PlantedPerson): Record<string, any> {
  const text = JSON.stringify(getSample(topic));
  return JSON.parse(text.replace(/\d{15,}/g, (id) => `4${id.slice(2, 14)}${person.id % 10}`));
}

function deliver(db: Db, shopId: bigint, topic: string, body: object) {
  return inShop(db, shopId, (tx) =>
    applyDelivery({ clock }, tx, {
      shopId,
      topic,
      apiVersion: "2026-07",
      triggeredAt: NOW,
      receivedAt: NOW,
      body: Buffer.from(JSON.stringify(body)),
    }),
  );
}

/** The places beside the mirror: bodies, queue, parked jobs, saved searches, intents. */
export async function plantElsewhere(
  db: Db,
  shop: { id: bigint; domain: string },
  person: PlantedPerson,
): Promise<void> {
  const { pool } = db;
  const escaped = JSON.stringify({
    customer: { last_name: person.last, email: person.email },
  }).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const bodies = [
    ["parked-name", "parked", escaped],
    ["parked-id", "parked", JSON.stringify({ customer: { id: person.id } })],
    ["parked-street", "parked", `not json at all: ${person.street}`],
    ["dead", "received", JSON.stringify({ email: person.email.toUpperCase() })],
  ];
  for (const [webhookId, state, body] of bodies)
    await pool.query(
      `insert into deliveries (shop_id, webhook_id, topic, shop_domain, received_at, state, reason, body, body_hash)
       values ($1, $2, 'orders/updated', $3, '2026-11-01', $4, 'test', convert_to($5, 'UTF8'), '\\x00')`,
      [shop.id, webhookId, shop.domain, state, body],
    );
  const payload = JSON.stringify({ shopId: String(shop.id), to: person.email, note: escaped });
  await pool.query(
    "select app.enqueue('deliveries.apply', $1, null, null, now() + interval '1 day', 12, 0)",
    [payload],
  );
  await pool.query(
    `insert into parked_jobs (job_id, shop_id, task, payload, attempts, last_error) values
     ($3, $1, 'deliveries.apply', jsonb_build_object('webhookId', $2::text), 12, 'boom'),
     ($4, $1, 'deliveries.apply', '{"webhookId":"x"}', 12, 'no mailbox for ' || $2)`,
    [
      shop.id,
      person.email,
      Number(shop.id) * 10 + (person.id % 10),
      (Number(shop.id) * 10 + 5 + (person.id % 10) / 2) | 0,
    ],
  );
  await pool.query(
    `insert into bulk_import_rows (shop_id, import_id, start_offset, gid, parent_gid, body) values
     ($1, 1, $4, $2, null, $3), ($1, 1, $4 + 1, 'gid://shopify/LineItem/' || $4, $2, '{}')`,
    [
      shop.id,
      `gid://shopify/Order/${person.orderId}`,
      JSON.stringify({ email: person.email, shippingAddress: { address1: person.street } }),
      person.id % 1_000,
    ],
  );
  await pool.query(
    `insert into saved_order_views (shop_id, name, query) values
     ($1, 'About ' || $2, jsonb_build_object('search', $3::text, 'view', 'all')), ($1, 'Open', '{"search":"","view":"open"}')`,
    [shop.id, person.last, `${person.first} ${person.last}`],
  );
  await pool.query(
    `insert into intents (shop_id, kind, state, order_gid, dedupe_key, reference, idempotency_key, args, workflow, actor_kind, actor_name, settled_at)
     values ($1, 'mail', 'done', $2, $3, $3, $3, jsonb_build_object('to', $4::text, 'name', $5::text), 'returns', 'rule', 'x', now())`,
    [
      shop.id,
      `gid://shopify/Order/${person.orderId}`,
      `intent-${person.orderId}`,
      person.email,
      person.last,
    ],
  );
}

/** Every column of every table of ours and of the queue, and the samples PostgreSQL keeps of them. */
export async function searchEverywhere({ pool }: Db, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await pool.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     union all select 'pg_catalog.pg_stats'`,
  );
  const hits: string[] = [];
  for (const { name } of tables)
    for (const text of texts) {
      const hex = Buffer.from(text).toString("hex");
      const { rows } = await pool.query(
        `select count(*)::int as n from ${name} t where position($1 in lower(t::text)) > 0 or position($2 in t::text) > 0`,
        [text.toLowerCase(), hex],
      );
      if (rows[0].n > 0) hits.push(`${text} in ${name} (${rows[0].n})`);
    }
  return hits;
}

export { answerCompliance };
