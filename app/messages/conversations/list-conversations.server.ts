/** The inbox: conversations by what they need, searched, newest first; those who wait longest come first among them. */
import { Prisma } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import type { InboxFilter, InboxQuery, InboxRow, InboxView } from "./inbox-query.ts";

type ListDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

const LATE_AFTER_MS = 24 * MS_PER_HOUR;
const PAGE_SIZE = 50;
const MAX_SNIPPET = 160;

export function listConversations(
  { db, clock }: ListDeps,
  shopId: bigint,
  query: InboxQuery & { readonly staffId: string },
): Promise<InboxView> {
  const lateBefore = new Date(clock.now().getTime() - LATE_AFTER_MS);
  return inShop(db, shopId, async (tx) => {
    const asked = { ...query, shopId, lateBefore };
    const rows = await listRows(tx, asked);
    const shown = rows.slice(0, PAGE_SIZE);
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => toRow(row, lateBefore)),
      nextCursor:
        rows.length > PAGE_SIZE && last ? `${last.sortAt.toISOString()}_${last.orderId}` : null,
      counts: await countAll(tx, asked),
    };
  });
}

/** How many have waited for a day and more. */
export function countLate({ db, clock }: ListDeps, shopId: bigint): Promise<number> {
  const lateBefore = new Date(clock.now().getTime() - LATE_AFTER_MS);
  return inShop(db, shopId, (tx) =>
    tx.conversation.count({ where: { shopId, waitsSince: { lt: lateBefore } } }),
  );
}

/** Those who have waited for a day, the longest first: for alerts. */
export function listLate(
  { db }: Pick<ListDeps, "db">,
  shopId: bigint,
  now: Date,
): Promise<{ orderId: bigint; orderName: string; waitsSince: Date }[]> {
  const lateBefore = new Date(now.getTime() - LATE_AFTER_MS);
  return inShop(
    db,
    shopId,
    (tx) => tx.$queryRaw<{ orderId: bigint; orderName: string; waitsSince: Date }[]>`
      select c.order_id as "orderId", o.name as "orderName", c.waits_since as "waitsSince"
      from conversations c join orders o on o.shop_id = c.shop_id and o.id = c.order_id
      where c.shop_id = ${shopId} and c.waits_since < ${lateBefore}
      order by c.waits_since limit 100`,
  );
}

type Asked = InboxQuery & {
  readonly shopId: bigint;
  readonly staffId: string;
  readonly lateBefore: Date;
};

type Row = {
  orderId: bigint;
  orderName: string;
  customerName: string | null;
  state: string;
  waitsSince: Date | null;
  lastAt: Date;
  sortAt: Date;
  ownerId: string | null;
  words: string | null;
  channel: string | null;
  direction: string | null;
  parked: number;
};

const isLateFirst = (filter: InboxFilter) => filter === "unanswered";

function listRows(tx: ShopTx, asked: Asked): Promise<Row[]> {
  const { shopId, filter } = asked;
  const sort = isLateFirst(filter) ? Prisma.sql`c.waits_since` : Prisma.sql`c.last_at`;
  const way = isLateFirst(filter) ? Prisma.sql`asc` : Prisma.sql`desc`;
  return tx.$queryRaw<Row[]>`
    select c.order_id as "orderId", o.name as "orderName", o.customer_name as "customerName", c.state,
      c.waits_since as "waitsSince", c.last_at as "lastAt", ${sort} as "sortAt", a.staff_id as "ownerId",
      e.words, e.channel, e.direction,
      (select count(*)::int from conversation_entries p
       where p.shop_id = ${shopId} and p.order_id = c.order_id and p.state = 'parked') as parked
    from conversations c
    join orders o on o.shop_id = c.shop_id and o.id = c.order_id
    left join case_assignments a on a.shop_id = c.shop_id and a.order_id = c.order_id
    left join lateral (
      select words, channel, direction from conversation_entries l
      where l.shop_id = ${shopId} and l.order_id = c.order_id order by (l.state = 'shown') desc, l.id desc limit 1
    ) e on true
    where c.shop_id = ${shopId} and ${isOf(filter, asked)} and ${matches(asked)} and ${isAfter(asked)}
    order by ${sort} ${way}, c.order_id ${way} limit ${PAGE_SIZE + 1}`;
}

function isOf(filter: InboxFilter, { shopId, staffId, lateBefore }: Asked): Prisma.Sql {
  switch (filter) {
    case "open":
      return Prisma.sql`c.state = 'open'`;
    case "mine":
      return Prisma.sql`c.state = 'open' and exists (select from case_assignments m
        where m.shop_id = ${shopId} and m.order_id = c.order_id and m.staff_id = ${staffId})`;
    case "unanswered":
      return Prisma.sql`c.waits_since < ${lateBefore}`;
    case "done":
      return Prisma.sql`c.state = 'done'`;
    case "parked":
      return Prisma.sql`exists (select from conversation_entries p
        where p.shop_id = ${shopId} and p.order_id = c.order_id and p.state = 'parked')`;
  }
}

/** The order's name, its person, an address, or words that were said. */
function matches({ shopId, search }: Asked): Prisma.Sql {
  if (search === "") return Prisma.sql`true`;
  const like = `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(lower(o.name) like ${like} or lower(o.customer_name) like ${like}
    or lower(o.email) like ${like} or exists (select from conversation_entries w
      where w.shop_id = ${shopId} and w.order_id = c.order_id
        and (lower(w.words) like ${like} or w.address like ${like} or lower(w.subject) like ${like})))`;
}

function isAfter({ cursor, filter }: Asked): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  return isLateFirst(filter)
    ? Prisma.sql`(c.waits_since, c.order_id) > (${cursor.at}, ${cursor.orderId})`
    : Prisma.sql`(c.last_at, c.order_id) < (${cursor.at}, ${cursor.orderId})`;
}

async function countAll(tx: ShopTx, asked: Asked): Promise<Record<InboxFilter, number>> {
  const { shopId } = asked;
  const [row] = await tx.$queryRaw<Record<InboxFilter, number>[]>`
    select count(*) filter (where ${isOf("open", asked)})::int as open,
      count(*) filter (where ${isOf("mine", asked)})::int as mine,
      count(*) filter (where ${isOf("unanswered", asked)})::int as unanswered,
      count(*) filter (where ${isOf("done", asked)})::int as done,
      count(*) filter (where ${isOf("parked", asked)})::int as parked
    from conversations c where c.shop_id = ${shopId}`;
  return row ?? { open: 0, mine: 0, unanswered: 0, done: 0, parked: 0 };
}

function toRow(row: Row, lateBefore: Date): InboxRow {
  const { waitsSince, words } = row;
  return {
    orderId: row.orderId.toString(),
    orderName: row.orderName,
    customerName: row.customerName,
    isDone: row.state === "done",
    isLate: waitsSince !== null && waitsSince < lateBefore,
    waitsSince: waitsSince?.toISOString() ?? null,
    lastAt: row.lastAt.toISOString(),
    ownerId: row.ownerId,
    snippet: (words ?? "").replace(/\s+/g, " ").slice(0, MAX_SNIPPET),
    from: row.direction === "out" ? "team" : row.channel === "supplier" ? "supplier" : "shopper",
    parked: row.parked,
  };
}
