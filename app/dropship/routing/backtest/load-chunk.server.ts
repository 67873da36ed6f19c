/** Reads some past orders with everything that routing them by a rule needs. */
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import { readRates } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { listSuppliers } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { readSupplierRecords } from "#app/dropship/scorecard/supplier-records.server.ts";
import { addEarnings, type OrderSums, type TaxedLine } from "#app/dropship/routing/add-earnings.ts";
import { buildSupply, type OfferFacts } from "#app/dropship/routing/build-supply.ts";
import { loadVariants } from "#app/dropship/routing/load-variants.server.ts";
import {
  listProducts,
  toRoutingOrder,
  type PricedLine,
} from "#app/dropship/routing/narrow-order.ts";
import type { BacktestCase } from "./backtest-order.ts";
import { pastOffers, type PastState } from "./past-offers.ts";

export type PastOrder = {
  readonly orderId: bigint;
  readonly placedAt: Date;
  readonly lines: number;
  readonly secondSourced: number;
  readonly ofToday: number;
  readonly past: BacktestCase;
};

type OrderRow = {
  readonly id: bigint;
  readonly gid: string;
  readonly placedAt: Date;
  readonly countryCode: string | null;
  readonly provinceCode: string | null;
  readonly tags: string[];
} & OrderSums;

type LineRow = Omit<PricedLine, "earnedMinor"> &
  TaxedLine & { readonly orderId: bigint; readonly requiresShipping: boolean };

/** A line that is routed. */
type OwnLine = PricedLine & { readonly variantGid: string };

const isOwn = <Line extends LineRow>(line: Line): line is Line & { readonly variantGid: string } =>
  line.requiresShipping && line.variantGid !== null && line.quantity > 0;

export type ChunkQuestion = {
  readonly shopId: bigint;
  /** the last order of the chunk before; null = from the newest */
  readonly afterOrderId: bigint | null;
  readonly size: number;
  readonly now: Date;
};

/** Newest first; an empty list is the end. */
export async function loadChunk(tx: ShopTx, question: ChunkQuestion): Promise<PastOrder[]> {
  const { shopId, now } = question;
  const orders = await listOrders(tx, question);
  const [newest] = orders;
  if (!newest) return [];
  const lines = await listLines(
    tx,
    shopId,
    orders.map(({ id }) => id),
  );
  const variantGids = [...new Set(lines.filter(isOwn).map(({ variantGid }) => variantGid))];
  const variants = await loadVariants(tx, shopId, lines.filter(isOwn));
  const stored = await listSuppliers(tx, shopId);
  const rates = await readRates(tx, shopId);
  const records = await readSupplierRecords(tx, { shopId, country: null, variantGids, now });
  const onTime = await readOnTime(tx, shopId, now);
  const offers = pastOffers(
    await listOffers(tx, shopId, variantGids),
    await listHistory(tx, shopId, variantGids, newest.placedAt),
  );
  const uses = new Map(
    stored.map(({ supplierId }) => {
      const score = records.suppliers.get(supplierId)?.score ?? null;
      return [supplierId, { ordersToday: 0, shipments: 0, score }] as const;
    }),
  );
  // A trial's daily number says nothing about a past day.
  const suppliers = stored.map((supplier) => ({ ...supplier, trialDailyOrders: null }));
  const linesOf = new Map<bigint, LineRow[]>();
  for (const line of lines) linesOf.set(line.orderId, [...(linesOf.get(line.orderId) ?? []), line]);
  return orders.map((order) => {
    const own: OwnLine[] = addEarnings(order, linesOf.get(order.id) ?? []).filter(isOwn);
    const gids = [...new Set(own.map(({ variantGid }) => variantGid))];
    const { offers: then, ofToday } = offers.at(gids, order.placedAt);
    const facts = { suppliers, offers: then, uses, risks: records.risks, rates };
    const supply = buildSupply({ ...facts, now: order.placedAt });
    const sources = (gid: string) =>
      supply.offers.filter((one) => one.variantGid === gid && one.unitCostMinor !== null).length;
    return {
      orderId: order.id,
      placedAt: order.placedAt,
      lines: own.length,
      secondSourced: own.filter(({ variantGid }) => sources(variantGid) > 1).length,
      ofToday: own.filter(({ variantGid }) => ofToday.has(variantGid)).length,
      past: {
        order: toRoutingOrder({
          orderGid: order.gid,
          address: order,
          lines: own,
          routable: own.map(({ gid, quantity }) => ({ lineGid: gid, units: quantity })),
          variants,
        }),
        supply,
        facts: {
          orderValueMinor: own.reduce((sum, { totalMinor }) => sum + totalMinor, 0n),
          orderTags: order.tags,
          // The mirror keeps no tags of customers.
          customerTags: [],
          products: listProducts(own, variants),
        },
        onTime,
      },
    };
  });
}

const listOrders = (tx: ShopTx, { shopId, afterOrderId, size }: ChunkQuestion) =>
  runSql<OrderRow>(tx, {
    text: `
      select id, gid, placed_at as "placedAt", ship_country as "countryCode", ship_province as "provinceCode",
        tags, taxes_included as "taxesIncluded", total_minor as "totalMinor", shipping_minor as "shippingMinor",
        current_total_minor as "currentTotalMinor", tax_minor as "taxMinor"
      from orders
      where shop_id = $1 and deleted_at is null and not is_test and requires_shipping
        and ($2::bigint is null or (placed_at, id) < (select placed_at, id from orders where shop_id = $1 and id = $2))
      order by placed_at desc, id desc limit $3`,
    values: [shopId, afterOrderId, size],
  });

const listLines = (tx: ShopTx, shopId: bigint, orderIds: readonly bigint[]) =>
  runSql<LineRow>(tx, {
    text: `
      select order_id as "orderId", gid, variant_gid as "variantGid", quantity, total_minor as "totalMinor",
        tax_minor as "taxMinor", requires_shipping as "requiresShipping", sku, vendor
      from order_lines
      where shop_id = $1 and order_id = any($2::bigint[])
      order by order_id, position`,
    values: [shopId, orderIds],
  });

const listOffers = (tx: ShopTx, shopId: bigint, variantGids: readonly string[]) =>
  runSql<OfferFacts>(tx, {
    text: `
      select supplier_id as "supplierId", variant_gid as "variantGid", supplier_sku as "supplierSku",
        cost_minor as "costMinor", stock_units as "stockUnits", lead_time_days as "leadTimeDays",
        minimum_units as "minimumUnits", minimum_advertised_minor as "minimumAdvertisedMinor", 0 as "orderedUnits"
      from offers where shop_id = $1 and variant_gid = any($2::text[]) and is_active`,
    values: [shopId, variantGids],
  });

const listHistory = (tx: ShopTx, shopId: bigint, variantGids: readonly string[], until: Date) =>
  runSql<PastState>(tx, {
    text: `
      select supplier_id as "supplierId", variant_gid as "variantGid", seen_at as "seenAt", cost_minor as "costMinor",
        stock_units as "stockUnits", lead_time_days as "leadTimeDays", is_active as "isActive"
      from offer_history where shop_id = $1 and variant_gid = any($2::text[]) and seen_at <= $3::timestamptz`,
    values: [shopId, variantGids, until],
  });

/** Part of a supplier's purchase orders that were scanned by the day they were due. */
async function readOnTime(tx: ShopTx, shopId: bigint, now: Date): Promise<Map<bigint, number>> {
  const rows = await tx.$queryRaw<{ supplierId: bigint; due: number; kept: number }[]>`
    select supplier_id as "supplierId", count(*)::int as due,
      count(*) filter (where shipped_at <= ship_by)::int as kept
    from purchase_orders
    where shop_id = ${shopId} and ship_by is not null and state <> 'revoked'
      and (shipped_at is not null or ship_by < ${now})
    group by supplier_id`;
  return new Map(rows.map(({ supplierId, due, kept }) => [supplierId, kept / due]));
}
