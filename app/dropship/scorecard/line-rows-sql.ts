/** The queries behind the scorecard's lines. Pure: text and values. */
import type { Sql } from "#app/platform/db.server.ts";

export type LineQuery = {
  readonly shopId: bigint;
  /** null = every supplier */
  readonly supplierId: bigint | null;
  readonly from: Date;
  /** our id of the line the last page ended with; 0n = the first page */
  readonly after: bigint;
  readonly take: number;
};

export type LineRow = {
  readonly id: bigint;
  readonly supplierId: bigint;
  readonly orderId: bigint;
  readonly orderName: string;
  readonly variantGid: string | null;
  readonly sku: string | null;
  readonly title: string;
  readonly country: string | null;
  readonly units: number;
  readonly wantedUnits: number;
  readonly returnedUnits: number;
  readonly defectUnits: number;
  /** units in parcels that a carrier has scanned, and the latest first scan of these */
  readonly scannedUnits: number;
  readonly scannedAt: Date | null;
  readonly parcels: number;
  readonly validParcels: number;
};

export type OrderedRow = LineRow & {
  readonly purchaseOrderId: bigint;
  readonly number: string;
  readonly declineReason: string | null;
  readonly sentAt: Date;
  readonly shipBy: Date | null;
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly unitCostMinor: bigint;
  readonly statedCostMinor: bigint | null;
};

export type PastRow = LineRow & {
  readonly placedAt: Date;
  readonly trackingNumbers: readonly string[];
  readonly trackingCompanies: readonly string[];
};

// What a return is for that the supplier answers for. Shopify's older list of reasons; others are the shopper's own.
const DEFECTS = "('defective', 'not_as_described', 'wrong_item')";
const SCANS =
  "('carrier_picked_up', 'in_transit', 'out_for_delivery', 'attempted_delivery', 'delivered')";

/** Units that came back, by returns or by refunds that took goods back, whichever says more. */
const returns = (line: string) => `
  (select coalesce(sum(r.quantity), 0)::int from order_return_lines r
    join order_returns h on h.shop_id = r.shop_id and h.gid = r.return_gid
    where r.shop_id = $1 and r.order_id = ${line}.order_id and r.line_gid = ${line}.line_gid
      and h.status in ('open', 'closed')) as "openReturns",
  (select coalesce(sum(r.quantity), 0)::int from order_return_lines r
    join order_returns h on h.shop_id = r.shop_id and h.gid = r.return_gid
    where r.shop_id = $1 and r.order_id = ${line}.order_id and r.line_gid = ${line}.line_gid
      and h.status in ('open', 'closed') and lower(r.reason) in ${DEFECTS}) as "defectUnits",
  (select coalesce(sum(f.quantity), 0)::int from refund_lines f
    where f.shop_id = $1 and f.order_id = ${line}.order_id and f.line_gid = ${line}.line_gid
      and f.restock_type = 'return') as "refundedReturns"`;

/** Lines of purchase orders that left, by our id. What we took back ourselves says nothing about the supplier. */
export const orderedLinesSql = ({ shopId, supplierId, from, after, take }: LineQuery): Sql => ({
  text: `
    with asked as (
      select l.id, l.line_gid, l.order_id, l.purchase_order_id, l.variant_gid, l.sku, l.title, l.units,
        l.declined_units, l.decline_reason, l.unit_cost_minor, l.stated_cost_minor, p.supplier_id, p.number,
        p.sent_at, p.ship_by, p.acknowledge_by, p.acknowledged_at
      from purchase_order_lines l
      join purchase_orders p on p.shop_id = l.shop_id and p.id = l.purchase_order_id
      where l.shop_id = $1 and p.sent_at >= $2 and l.id > $3
        and ($4::bigint is null or p.supplier_id = $4)
        and (p.state <> 'revoked' or p.end_reason ->> 'code' like 'late_%')
      order by l.id limit $5
    ), counted as (
      select l.*, o.name as order_name, o.ship_country, ${returns("l")},
        s.scanned_units, s.scanned_at, s.parcels, s.valid_parcels
      from asked l
      join orders o on o.shop_id = $1 and o.id = l.order_id
      cross join lateral (
        select coalesce(sum(i.units) filter (where s.scanned_at is not null), 0)::int as scanned_units,
          max(s.scanned_at) as scanned_at, count(*)::int as parcels,
          count(*) filter (where s.is_number_valid or s.scanned_at is not null)::int as valid_parcels
        from shipment_lines i join shipments s on s.shop_id = i.shop_id and s.id = i.shipment_id
        where i.shop_id = $1 and s.purchase_order_id = l.purchase_order_id
          and i.purchase_order_line_id = l.id
      ) s
    )
    select id, supplier_id as "supplierId", order_id as "orderId", order_name as "orderName",
      variant_gid as "variantGid", sku, title, ship_country as country, units,
      units - declined_units as "wantedUnits", greatest("openReturns", "refundedReturns") as "returnedUnits",
      "defectUnits", scanned_units as "scannedUnits", scanned_at as "scannedAt", parcels,
      valid_parcels as "validParcels", purchase_order_id as "purchaseOrderId", number,
      decline_reason as "declineReason", sent_at as "sentAt", ship_by as "shipBy",
      acknowledge_by as "acknowledgeBy", acknowledged_at as "acknowledgedAt",
      unit_cost_minor as "unitCostMinor", stated_cost_minor as "statedCostMinor"
    from counted order by id`,
  values: [shopId, from, after, supplierId, take],
});

/** Lines that were fulfilled without a purchase order of ours, by the vendors that mean a supplier. */
export const pastLinesSql = ({ shopId, supplierId, from, after, take }: LineQuery): Sql => ({
  text: `
    with sold as (
      select l.id, l.gid as line_gid, l.order_id, l.variant_gid, l.sku, l.title, l.quantity as units,
        l.current_quantity, v.supplier_id, o.name as order_name, o.ship_country, o.placed_at
      from order_lines l
      join supplier_vendors v on v.shop_id = l.shop_id and v.vendor = l.vendor
      join orders o on o.shop_id = l.shop_id and o.id = l.order_id
      where l.shop_id = $1 and o.placed_at >= $2 and l.id > $3
        and ($4::bigint is null or v.supplier_id = $4)
        and l.requires_shipping and l.current_quantity > 0 and o.cancelled_at is null
        and o.deleted_at is null and not o.is_test
        and not exists (select from purchase_order_lines p where p.shop_id = $1
          and p.order_id = l.order_id and p.line_gid = l.gid)
      order by l.id limit $5
    ), counted as (
      select l.*, ${returns("l")}, s.*
      from sold l
      cross join lateral (
        select coalesce(sum(i.quantity) filter (where f.seen_at is not null), 0)::int as scanned_units,
          max(f.seen_at) as scanned_at, count(*)::int as parcels,
          count(*) filter (where f.seen_at is not null)::int as valid_parcels,
          coalesce(min(f.tracking_numbers[1]), '') as number, coalesce(min(f.tracking_companies[1]), '') as company
        from order_fulfillment_lines i
        join lateral (
          select f.tracking_numbers, f.tracking_companies, least(f.in_transit_at, f.delivered_at,
            (select min(e.happened_at) from order_fulfillment_events e where e.shop_id = $1
              and e.order_id = f.order_id and e.fulfillment_gid = f.gid and e.status in ${SCANS})) as seen_at
          from order_fulfillments f
          where f.shop_id = $1 and f.gid = i.fulfillment_gid
            and f.status not in ('cancelled', 'error', 'failure')
        ) f on true
        where i.shop_id = $1 and i.order_id = l.order_id and i.line_gid = l.line_gid
      ) s
    )
    select id, supplier_id as "supplierId", order_id as "orderId", order_name as "orderName",
      variant_gid as "variantGid", sku, title, ship_country as country, units,
      current_quantity as "wantedUnits", greatest("openReturns", "refundedReturns") as "returnedUnits",
      "defectUnits", scanned_units as "scannedUnits", scanned_at as "scannedAt", parcels,
      valid_parcels as "validParcels", placed_at as "placedAt",
      array_remove(array[number], '') as "trackingNumbers", array_remove(array[company], '') as "trackingCompanies"
    from counted order by id`,
  values: [shopId, from, after, supplierId, take],
});
