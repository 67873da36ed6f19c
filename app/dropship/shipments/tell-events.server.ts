/** Passes a carrier's words on to Shopify, one intent a message, oldest first. */
import { z } from "zod";
import type { ShopTx } from "#app/platform/db.server.ts";
import { recordIntent } from "#app/rails/record-intent.server.ts";
import { isCarrierCode } from "./carrier-event.ts";
import { listToTell } from "./plan-report.ts";
import {
  describeHeld,
  REPORT_RULE,
  type LockedParcel,
  type ReportDeps,
} from "./report-parts.server.ts";
import { saveTrouble } from "./shipment-trouble.server.ts";

const detailSchema = z.object({
  message: z.string().nullable().default(null),
  city: z.string().nullable().default(null),
  province: z.string().nullable().default(null),
  country: z.string().nullable().default(null),
  estimatedDeliveryAt: z.string().nullable().default(null),
});

export async function tellEvents(
  deps: ReportDeps,
  tx: ShopTx,
  parcel: Pick<LockedParcel, "shipment" | "order">,
  fulfillmentGid: string,
): Promise<void> {
  const { shipment, order } = parcel;
  const { shopId, id: shipmentId } = shipment;
  const heard = await tx.shipmentEvent.findMany({ where: { shopId, shipmentId } });
  const seen = await tx.orderFulfillmentEvent.findMany({ where: { shopId, fulfillmentGid } });
  const known = heard.flatMap(({ code, ...event }) =>
    isCarrierCode(code) ? [{ ...event, code }] : [],
  );
  for (const { id, code, happenedAt } of listToTell(known, seen)) {
    const detail = detailSchema.parse(heard.find((event) => event.id === id)?.detail ?? {});
    const recorded = await recordIntent(deps.rails, tx, shopId, {
      kind: "create_fulfillment_event",
      args: { fulfillmentGid, status: code, happenedAt: happenedAt.toISOString(), ...detail },
      orderGid: order.orderGid,
      subject: `shipment ${shipmentId}`,
      dedupeKey: `shipment ${shipmentId} / event ${id}`,
      workflow: "routing",
      actor: REPORT_RULE,
    });
    if (!recorded.ok) return saveTrouble(deps, tx, parcel, describeHeld(recorded.refusal));
    await tx.shipmentEvent.update({
      where: { shopId_id: { shopId, id } },
      data: { intentId: recorded.value.intent.id },
    });
  }
  if (shipment.trouble !== null) await saveTrouble(deps, tx, parcel, null);
}
