/** Takes a tracking number, new or corrected, that a person of the shop has entered. */
import { json } from "@remix-run/node";
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { correctShipment } from "#app/dropship/shipments/correct-shipment.server.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import {
  describeShipmentRefusal,
  SHIPMENT_REFUSAL_STATUS,
  type ShipmentRefusal,
} from "#app/dropship/shipments/shipment-refusals.ts";
import { inShop } from "#app/platform/db.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const id = z.string().regex(/^\d{1,18}$/);
const formSchema = z.object({
  /** null = a new parcel */
  shipmentId: id.nullable(),
  carrier: z.string().max(80),
  trackingNumber: z.string().max(200),
  isConfirmed: z.boolean(),
  lines: z.array(z.object({ lineId: id, units: z.string().max(6) })).max(500),
});

const UNREADABLE = "The request could not be read. Reload the page and try again.";

export async function saveParcel(
  deps: Deps,
  { shopId, staff }: StaffSession,
  purchaseOrderId: bigint,
  asked: unknown,
) {
  const parsed = formSchema.safeParse(asked);
  if (!parsed.success)
    return json<FormAnswer>(
      { isSaved: false, code: "unreadable", message: UNREADABLE },
      { status: 422 },
    );
  const { shipmentId, carrier, trackingNumber, isConfirmed, lines } = parsed.data;
  const said = { carrier: carrier.trim() || null, trackingNumber, isConfirmed };
  const by = { shopId, source: "hand", author: staff.id } as const;
  const taken = await inShop(deps.db, shopId, async (tx) => {
    const order = await tx.purchaseOrder.findUnique({
      where: { shopId_id: { shopId, id: purchaseOrderId } },
      select: { supplierId: true },
    });
    if (!order) return null;
    const { supplierId } = order;
    if (shipmentId !== null)
      return correctShipment(deps, tx, {
        ...by,
        ...said,
        supplierId,
        shipmentId: BigInt(shipmentId),
      });
    return recordShipment(deps, tx, {
      ...by,
      ...said,
      supplierId,
      purchaseOrderId,
      lines: lines.map(({ lineId, units }) => ({ lineId: BigInt(lineId), units: toUnits(units) })),
    });
  });
  if (taken === null) throw new Response("No such purchase order", { status: 404 });
  if (!taken.ok) return answerRefused(taken.refusal);
  return json<FormAnswer>({ isSaved: true, message: null, done: "Tracking number saved" });
}

/** What is no whole number is more than there is: refused with what is left. */
const toUnits = (text: string): number =>
  text.trim() === "" ? 0 : /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.POSITIVE_INFINITY;

const answerRefused = (refusal: ShipmentRefusal) =>
  json<FormAnswer>(
    { isSaved: false, code: refusal.code, message: describeShipmentRefusal(refusal) },
    { status: SHIPMENT_REFUSAL_STATUS[refusal.code] },
  );
