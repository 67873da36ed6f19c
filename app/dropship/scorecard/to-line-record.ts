/** Rows of the database as lines of the scorecard: what was due, what shipped, whose fault it was. Pure. */
import { acknowledgeBy, shipBy, type SupplierTerms } from "#app/dropship/timers/due-times.ts";
import { assessTrackingNumber } from "#app/dropship/shipments/tracking-number.ts";
import type { LineRecord } from "./line-record.ts";
import type { LineRow, OrderedRow, PastRow } from "./line-rows-sql.ts";

const OUT_OF_STOCK = new Set(["out_of_stock", "discontinued"]);

export function toOrderedLine(row: OrderedRow, terms: SupplierTerms): LineRecord {
  const { sentAt, declineReason, units, wantedUnits, parcels } = row;
  return {
    ...sharedFields(row),
    key: `p${row.id}`,
    source: "purchase_order",
    purchaseOrderId: row.purchaseOrderId,
    purchaseOrderNumber: row.number,
    outOfStockUnits: OUT_OF_STOCK.has(declineReason ?? "") ? units - wantedUnits : 0,
    isUnseen: false,
    askedAt: sentAt,
    dueAt: row.shipBy ?? shipBy({ sentAt, promisedOn: null }, terms),
    acknowledgedAt: row.acknowledgedAt,
    acknowledgeBy: row.acknowledgeBy ?? acknowledgeBy(sentAt, terms),
    isTrackingValid: parcels === 0 ? null : row.validParcels === parcels,
    orderedCostMinor: row.unitCostMinor,
    statedCostMinor: row.statedCostMinor,
  };
}

export function toPastLine(row: PastRow, terms: SupplierTerms): LineRecord {
  const { placedAt, parcels, scannedAt } = row;
  return {
    ...sharedFields(row),
    key: `h${row.id}`,
    source: "history",
    purchaseOrderId: null,
    purchaseOrderNumber: null,
    outOfStockUnits: 0,
    isUnseen: parcels > 0 && scannedAt === null,
    askedAt: placedAt,
    dueAt: shipBy({ sentAt: placedAt, promisedOn: null }, terms),
    acknowledgedAt: null,
    acknowledgeBy: null,
    isTrackingValid: isPastNumberValid(row),
    orderedCostMinor: null,
    statedCostMinor: null,
  };
}

const sharedFields = (row: LineRow) => ({
  supplierId: row.supplierId,
  orderId: row.orderId,
  orderName: row.orderName,
  variantGid: row.variantGid,
  sku: row.sku,
  title: row.title,
  country: row.country,
  units: row.units,
  wantedUnits: row.wantedUnits,
  shippedAt: row.wantedUnits > 0 && row.scannedUnits >= row.wantedUnits ? row.scannedAt : null,
  returnedUnits: row.returnedUnits,
  defectUnits: Math.min(row.defectUnits, row.returnedUnits),
});

/** Null where nobody gave a number, or nobody can tell whether it was right. */
function isPastNumberValid({ trackingNumbers, trackingCompanies, scannedAt }: PastRow) {
  const [number] = trackingNumbers;
  if (number === undefined) return null;
  if (scannedAt) return true;
  const { verdict } = assessTrackingNumber(number, trackingCompanies[0] ?? null);
  return verdict === "unknown_carrier" ? null : verdict === "valid";
}
