/** What a supplier offers, as a page shows it: found by SKU or title, by what is missing, a page at a time. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db } from "#app/platform/db.server.ts";
import { moneyToDecimal } from "#app/platform/money.ts";
import { addDays } from "#app/platform/time.ts";
import type { OfferListQuery } from "./offer-filters.ts";
import { cutPage, decodePageCursor } from "#app/dropship/suppliers/page-cursor.ts";

export type OfferView = {
  readonly variantGid: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly supplierSku: string | null;
  /** decimal text; null = not known */
  readonly cost: string | null;
  readonly stockUnits: number | null;
  /** ISO instant */
  readonly stockAsOf: string | null;
  readonly leadTimeDays: number | null;
  readonly minimumUnits: number;
  readonly minimumAdvertised: string | null;
  readonly source: string;
  readonly isActive: boolean;
};

const PAGE_SIZE = 50;
const OLD_STOCK_DAYS = 7;

type Row = Omit<OfferView, "cost" | "minimumAdvertised" | "stockAsOf"> & {
  readonly sortKey: string;
  readonly costMinor: bigint | null;
  readonly minimumAdvertisedMinor: bigint | null;
  readonly stockAsOf: Date | null;
};

export async function listOffers(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, supplierId, currency }: { shopId: bigint; supplierId: bigint; currency: string },
  query: OfferListQuery,
) {
  const cursor = decodePageCursor(query.cursor);
  const oldBefore = addDays(clock.now(), -OLD_STOCK_DAYS);
  const rows = await inShop(db, shopId, (tx) =>
    runSql<Row>(tx, pageSql({ shopId, supplierId, oldBefore }, query)),
  );
  const page = cutPage(rows, {
    size: PAGE_SIZE,
    cursor,
    edgeOf: ({ sortKey, variantGid }) => ({ text: sortKey, key: variantGid }),
  });
  const amount = (amountMinor: bigint | null) =>
    amountMinor === null ? null : moneyToDecimal({ amountMinor, currency });
  return {
    ...page,
    rows: page.rows.map(
      ({ sortKey: _sortKey, costMinor, minimumAdvertisedMinor, stockAsOf, ...row }): OfferView => ({
        ...row,
        cost: amount(costMinor),
        minimumAdvertised: amount(minimumAdvertisedMinor),
        stockAsOf: stockAsOf?.toISOString() ?? null,
      }),
    ),
  };
}

type Scope = { readonly shopId: bigint; readonly supplierId: bigint; readonly oldBefore: Date };

function pageSql({ shopId, supplierId, oldBefore }: Scope, query: OfferListQuery) {
  const values: unknown[] = [shopId, supplierId];
  const hole = (value: unknown) => `$${values.push(value)}`;
  const cursor = decodePageCursor(query.cursor);
  const isBackward = cursor?.direction === "previous";
  const tests = {
    all: () => "o.is_active",
    no_cost: () => "o.is_active and o.cost_minor is null",
    no_stock: () => "o.is_active and o.stock_units is null",
    old_stock: () => `o.is_active and o.stock_as_of < ${hole(oldBefore)}`,
    removed: () => "not o.is_active",
  };
  const where = ["o.shop_id = $1", "o.supplier_id = $2", tests[query.filter]()];
  if (query.search !== "") {
    const like = hole(`%${query.search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
    where.push(
      `(lower(o.supplier_sku) like ${like} or lower(v.sku) like ${like} or lower(v.title) like ${like})`,
    );
  }
  const sortKey = "lower(coalesce(v.title, ''))";
  if (cursor)
    where.push(
      `(${sortKey}, o.variant_gid) ${isBackward ? "<" : ">"} (${hole(cursor.text)}, ${hole(cursor.key)})`,
    );
  const order = isBackward ? "desc" : "asc";
  return {
    text: `
      select o.variant_gid as "variantGid", coalesce(v.title, 'A product that is gone') as title, v.variant_title as "variantTitle",
        v.sku, o.supplier_sku as "supplierSku", o.cost_minor as "costMinor", o.stock_units as "stockUnits",
        o.stock_as_of as "stockAsOf", o.lead_time_days as "leadTimeDays", o.minimum_units as "minimumUnits",
        o.minimum_advertised_minor as "minimumAdvertisedMinor", o.source, o.is_active as "isActive", ${sortKey} as "sortKey"
      from offers o left join variants v on v.shop_id = $1 and v.gid = o.variant_gid
      where ${where.join(" and ")}
      order by ${sortKey} ${order}, o.variant_gid ${order} limit ${PAGE_SIZE + 1}`,
    values,
  };
}
