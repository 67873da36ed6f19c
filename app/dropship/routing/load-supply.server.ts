/** Reads who could ship some variants now. Under the lock of the shop's stock what it gives holds until the commit. */
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import { readSupplierRecords } from "#app/dropship/scorecard/supplier-records.server.ts";
import { readRates } from "#app/dropship/suppliers/exchange-rates.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { listSuppliers } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { calendarDate, startOfDate } from "#app/platform/time.ts";
import { buildSupply, type OfferFacts, type Supply, type SupplierUse } from "./build-supply.ts";

export type SupplyQuestion = {
  readonly shopId: bigint;
  readonly variantGids: readonly string[];
  /** ISO 3166 alpha-2; null = not known */
  readonly country: string | null;
  readonly now: Date;
};

export type LoadedSupply = Supply & {
  readonly stored: readonly Supplier[];
  readonly storedOffers: readonly OfferFacts[];
};

/**
 * Orders that could want the same stock queue up here, whichever order they are: the choice for one depends on all of a
 * supplier's stock that its lines could use, so a lock per offer would be as wide and could deadlock.
 */
export const lockStock = (tx: ShopTx, shopId: bigint): Promise<unknown> =>
  tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`routing-stock:${shopId}`}, 0))`;

export async function loadSupply(tx: ShopTx, question: SupplyQuestion): Promise<LoadedSupply> {
  const { shopId, variantGids, now } = question;
  const suppliers = await listSuppliers(tx, shopId);
  const offers = await listOffers(tx, shopId, variantGids);
  const rates = await readRates(tx, shopId);
  const records = await readSupplierRecords(tx, question);
  const uses = new Map<bigint, SupplierUse>();
  for (const supplier of suppliers) {
    const score = records.suppliers.get(supplier.supplierId)?.score ?? null;
    const trial =
      supplier.trialDailyOrders === null ? NO_TRIAL : await readTrial(tx, shopId, supplier, now);
    uses.set(supplier.supplierId, { ...trial, score });
  }
  const facts = { suppliers, offers, uses, risks: records.risks, rates, now };
  return { ...buildSupply(facts), stored: suppliers, storedOffers: offers };
}

const NO_TRIAL = { ordersToday: 0, shipments: 0 };

/** Orders of a purchase order that ended unshipped do not use stock up. */
const listOffers = (
  tx: ShopTx,
  shopId: bigint,
  variantGids: readonly string[],
): Promise<OfferFacts[]> =>
  runSql<OfferFacts>(tx, {
    text: `
      select o.supplier_id as "supplierId", o.variant_gid as "variantGid", o.supplier_sku as "supplierSku",
        o.cost_minor as "costMinor", o.stock_units as "stockUnits", o.lead_time_days as "leadTimeDays",
        o.minimum_units as "minimumUnits", o.minimum_advertised_minor as "minimumAdvertisedMinor",
        coalesce((
          select sum(l.units - l.declined_units)::int
          from purchase_order_lines l
          join purchase_orders p on p.shop_id = l.shop_id and p.id = l.purchase_order_id
          where l.shop_id = $1 and l.variant_gid = o.variant_gid and p.supplier_id = o.supplier_id
            and p.state not in ('revoked', 'declined')
            and (case when o.stock_as_of is null then p.state <> 'closed' else p.created_at > o.stock_as_of end)
        ), 0) as "orderedUnits"
      from offers o
      where o.shop_id = $1 and o.variant_gid = any($2::text[]) and o.is_active
      order by o.supplier_id, o.variant_gid`,
    values: [shopId, variantGids],
  });

/** `ordersToday`: orders, not purchase orders: two to one supplier for one order are one. */
async function readTrial(
  tx: ShopTx,
  shopId: bigint,
  { supplierId, timeZone }: Supplier,
  now: Date,
): Promise<{ readonly ordersToday: number; readonly shipments: number }> {
  const dayBegan = startOfDate(calendarDate(now, timeZone), timeZone);
  const [row] = await tx.$queryRaw<{ ordersToday: number; shipments: number }[]>`
    select
      (select count(distinct order_id)::int from purchase_orders
        where shop_id = ${shopId} and supplier_id = ${supplierId} and created_at >= ${dayBegan}
          and state not in ('revoked', 'declined')) as "ordersToday",
      (select count(*)::int from shipments
        where shop_id = ${shopId} and supplier_id = ${supplierId} and scanned_at is not null) as "shipments"`;
  return row ?? NO_TRIAL;
}
