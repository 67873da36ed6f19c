/**
 * Who might be a supplier, read off the orders there are: vendors of products, locations that ship, tracking companies.
 * Ticking one makes it a supplier and assigns the vendor's history to it.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { requestVariants } from "./supply-due.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";

export type Suggestion = {
  readonly kind: "vendor" | "location" | "carrier";
  readonly name: string;
  readonly locationGid: string | null;
  readonly orders: number;
};

export type Suggestions = {
  /** orders that were looked through */
  readonly orders: number;
  /** most orders first */
  readonly found: readonly Suggestion[];
};

// Who ships today shows in far fewer; reading more would make the page wait.
const MOST_ORDERS = 50_000;
const MOST_OF_A_KIND = 200;

export function suggestSuppliers(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<Suggestions> {
  return inShop(db, shopId, (tx) => suggestIn(tx, shopId));
}

async function suggestIn(tx: ShopTx, shopId: bigint): Promise<Suggestions> {
  const rows = await runSql<Suggestion & { total: number }>(tx, {
    text: `
      with recent as materialized (
        select id, vendors from orders where shop_id = $1 and deleted_at is null
        order by placed_at desc, id desc limit ${MOST_ORDERS}),
      named as (
        select 'vendor' as kind, vendor as name, null as gid, count(*)::int as orders
        from recent, unnest(vendors) vendor group by vendor
        union all
        select 'location', min(f.location_name), f.location_gid, count(distinct f.order_id)::int
        from fulfillment_orders f join recent on recent.id = f.order_id
        where f.shop_id = $1 and f.location_gid is not null group by f.location_gid
        union all
        select 'carrier', company, null, count(distinct f.order_id)::int
        from order_fulfillments f join recent on recent.id = f.order_id, unnest(f.tracking_companies) company
        where f.shop_id = $1 group by company),
      ranked as (
        select *, row_number() over (partition by kind order by orders desc, name) as rank from named
        where btrim(name) <> ''
          and (kind <> 'vendor' or not exists (
            select 1 from supplier_vendors v where v.shop_id = $1 and v.vendor = named.name))
          and not exists (select 1 from suppliers s where s.shop_id = $1 and s.state <> 'archived'
            and (lower(s.name) = lower(named.name) or s.location_gid = named.gid)))
      select kind, name, gid as "locationGid", orders, (select count(*)::int from recent) as total
      from ranked where rank <= ${MOST_OF_A_KIND}
      order by array_position(array['vendor', 'location', 'carrier'], kind), orders desc, name`,
    values: [shopId],
  });
  const [first] = rows;
  const orders = first?.total ?? (await tx.order.count({ where: { shopId, deletedAt: null } }));
  return {
    orders,
    found: rows.map(({ kind, name, locationGid, orders: count }) => ({
      kind,
      name,
      locationGid,
      orders: count,
    })),
  };
}

/** Makes suppliers of what was ticked; what is none of the suggestions, or one already, is passed over. Returns how many. */
export function adoptSuppliers(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  asked: {
    readonly shopId: bigint;
    readonly staffId: string;
    readonly ticked: readonly Pick<Suggestion, "kind" | "name">[];
  },
): Promise<number> {
  const { shopId, staffId, ticked } = asked;
  return inShop(db, shopId, async (tx) => {
    // Two people who tick at once make each supplier once.
    const shop = await tx.$queryRaw<{ currency: string | null; zone: string }[]>`
      select currency, iana_timezone as zone from shops where id = ${shopId} for update`;
    const { found } = await suggestIn(tx, shopId);
    const chosen = found.filter((one) =>
      ticked.some(({ kind, name }) => kind === one.kind && name === one.name),
    );
    const names = new Set<string>();
    const now = clock.now();
    for (const suggestion of chosen) {
      const name = suggestion.name.slice(0, 120);
      // A vendor and a location of one name are one firm.
      if (names.has(name.toLowerCase())) continue;
      names.add(name.toLowerCase());
      const { id: supplierId } = await tx.supplier.create({
        data: {
          shopId,
          name,
          currency: shop[0]?.currency ?? "USD",
          timeZone: shop[0]?.zone ?? "UTC",
          channelSettings: {},
          locationGid: suggestion.locationGid,
          locationName: suggestion.locationGid === null ? null : suggestion.name,
          createdAt: now,
          updatedAt: now,
        },
        select: { id: true },
      });
      if (suggestion.kind === "vendor")
        await tx.supplierVendor.create({ data: { shopId, vendor: suggestion.name, supplierId } });
    }
    if (names.size === 0) return 0;
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.suppliers",
      changedAt: now,
      before: { added: [] },
      after: { added: chosen.map(({ name }) => name) },
    });
    await enqueueWake(tx, shopId, "supply");
    // Their offers are entered next, and products are what they are entered for.
    await requestVariants(tx, shopId);
    return names.size;
  });
}
