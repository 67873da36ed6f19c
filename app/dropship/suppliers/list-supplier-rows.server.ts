/** The list of suppliers as a page shows it: found by name or vendor, by state, a page at a time. */
import { inShop, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { cutPage, decodePageCursor } from "./page-cursor.ts";
import type { SupplierState } from "./supplier.ts";

export type SupplierListQuery = {
  readonly search: string;
  /** `current` = active and paused */
  readonly state: "current" | SupplierState;
  readonly cursor: string | null;
};

export type SupplierRowView = {
  readonly supplierId: string;
  readonly name: string;
  readonly state: SupplierState;
  readonly priority: number;
  readonly currency: string;
  readonly channel: string;
  readonly offers: number;
  /** what keeps it from getting orders, worst first */
  readonly missing: readonly MissingPart[];
};

export type MissingPart = "regions" | "contact" | "offers" | "rate";

const PAGE_SIZE = 50;

type Readiness = {
  readonly offers: number;
  readonly hasRegion: boolean;
  readonly hasContact: boolean;
  readonly hasRate: boolean;
};

type Row = Omit<SupplierRowView, "missing"> & Readiness & { readonly sortKey: string };

const READINESS = `
        (select count(*)::int from offers o where o.shop_id = $1 and o.supplier_id = s.id and o.is_active) as offers,
        exists (select 1 from supplier_tariffs t where t.shop_id = $1 and t.supplier_id = s.id) as "hasRegion",
        s.channel <> 'email' or exists (select 1 from supplier_contacts c where c.shop_id = $1 and c.supplier_id = s.id
          and c.removed_at is null and c.gets_orders and c.email is not null) as "hasContact",
        s.currency is not distinct from (select currency from shops where id = $1) or exists (
          select 1 from exchange_rates r where r.shop_id = $1 and r.currency = s.currency) as "hasRate"`;

export async function listSupplierRows(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  query: SupplierListQuery,
) {
  const cursor = decodePageCursor(query.cursor);
  const [rows, total] = await inShop(db, shopId, async (tx) => [
    await runSql<Row>(tx, pageSql(shopId, query)),
    await tx.supplier.count({ where: { shopId } }),
  ]);
  const page = cutPage(rows, {
    size: PAGE_SIZE,
    cursor,
    edgeOf: ({ sortKey, supplierId }) => ({ text: sortKey, key: supplierId }),
  });
  return { ...page, rows: page.rows.map(toView), hasAny: total > 0 };
}

/** What one supplier still needs before it gets an order, worst first. */
export async function listMissing(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<MissingPart[]> {
  const [row] = await runSql<Readiness>(tx, {
    text: `select ${READINESS} from suppliers s where s.shop_id = $1 and s.id = $2`,
    values: [shopId, supplierId],
  });
  return row ? missingOf(row) : [];
}

/** How many active suppliers there are, and how many of them lack nothing. */
export async function countReady(
  tx: ShopTx,
  shopId: bigint,
): Promise<{ readonly suppliers: number; readonly ready: number }> {
  const [row] = await runSql<{ suppliers: number; ready: number }>(tx, {
    text: `
      select count(*)::int as suppliers,
        (count(*) filter (where offers > 0 and "hasRegion" and "hasContact" and "hasRate"))::int as ready
      from (select ${READINESS} from suppliers s where s.shop_id = $1 and s.state = 'active') known`,
    values: [shopId],
  });
  return row ?? { suppliers: 0, ready: 0 };
}

function missingOf({ hasRegion, hasContact, hasRate, offers }: Readiness): MissingPart[] {
  const missing: MissingPart[] = [];
  if (!hasRegion) missing.push("regions");
  if (!hasContact) missing.push("contact");
  if (offers === 0) missing.push("offers");
  if (!hasRate) missing.push("rate");
  return missing;
}

function toView(row: Row): SupplierRowView {
  const { supplierId, name, state, priority, currency, channel, offers } = row;
  const missing = missingOf(row);
  return { supplierId, name, state, priority, currency, channel, offers, missing };
}

function pageSql(shopId: bigint, { search, state, cursor: text }: SupplierListQuery) {
  const values: unknown[] = [shopId];
  const hole = (value: unknown) => `$${values.push(value)}`;
  const cursor = decodePageCursor(text);
  const isBackward = cursor?.direction === "previous";
  const where = [state === "current" ? "s.state <> 'archived'" : `s.state = ${hole(state)}`];
  if (search !== "") {
    const like = hole(`%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
    where.push(`(lower(s.name) like ${like} or exists (select 1 from supplier_vendors v
      where v.shop_id = $1 and v.supplier_id = s.id and lower(v.vendor) like ${like}))`);
  }
  if (cursor && /^\d{1,18}$/.test(cursor.key))
    where.push(
      `(lower(s.name), s.id) ${isBackward ? "<" : ">"} (${hole(cursor.text)}, ${hole(cursor.key)}::bigint)`,
    );
  const order = isBackward ? "desc" : "asc";
  return {
    text: `
      select s.id::text as "supplierId", s.name, s.state, s.priority, s.currency, s.channel, lower(s.name) as "sortKey",
        ${READINESS.trim()}
      from suppliers s where s.shop_id = $1 and ${where.join(" and ")}
      order by lower(s.name) ${order}, s.id ${order} limit ${PAGE_SIZE + 1}`,
    values,
  };
}
