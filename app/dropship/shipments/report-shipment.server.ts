/**
 * Job `dropship.report-shipment`: brings Shopify up to what we know of one parcel: the fulfillment, and once there is one
 * a corrected number and the carrier's words. Reads the order anew before it decides; what it decides is an intent, so that
 * every fulfillment is made once and the shopper is told once.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { readMessageSettings } from "#app/messages/settings-store.server.ts";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { readShippingState, type ShippingState } from "#app/rails/kinds/read-shipping-state.ts";
import { recordIntent } from "#app/rails/record-intent.server.ts";
import { GetShippingStateDocument } from "#app/shopify/generated/operations.ts";
import { isBeingMoved } from "./is-being-moved.server.ts";
import { findByNumber, nextReport, PARTS_REFUSAL_WORDS, planParts } from "./plan-report.ts";
import {
  describeHeld,
  lockParcel,
  REPORT_RULE,
  type LockedParcel,
  type Named,
  type ReportDeps,
} from "./report-parts.server.ts";
import { saveTrouble } from "./shipment-trouble.server.ts";
import { tellEvents } from "./tell-events.server.ts";

export async function reportShipment(
  deps: ReportDeps,
  payload: JobPayload<"dropship.report-shipment">,
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const shipmentId = BigInt(payload.shipmentId);
  const orderGid = await inShop(deps.db, shopId, (tx) =>
    takeStep(deps, tx, { shopId, shipmentId }, null),
  );
  if (orderGid === null) return;
  const seen = await deps.admin.run(shopId, GetShippingStateDocument, { orderId: orderGid });
  const state = readShippingState(seen);
  await inShop(deps.db, shopId, (tx) => takeStep(deps, tx, { shopId, shipmentId }, state));
}

/** What can be done without a look is done; otherwise the order to look at. */
async function takeStep(
  deps: ReportDeps,
  tx: ShopTx,
  named: Named,
  state: ShippingState | null,
): Promise<string | null> {
  const parcel = await lockParcel(tx, named);
  if (!parcel) return null;
  const { shipment, order, intent, correction } = parcel;
  const known = { ...shipment, attempts: shipment.reportAttempts };
  const next = nextReport(known, intent, correction);
  switch (next.step) {
    case "wait":
      return null;
    case "give_up":
      await saveTrouble(deps, tx, parcel, { code: "refused", message: next.message });
      return null;
    case "give_up_number":
      await tellEvents(deps, tx, parcel, next.fulfillmentGid);
      await saveTrouble(deps, tx, parcel, { code: "correction_refused", message: next.message });
      return null;
    case "correct":
      await correctNumber(deps, tx, parcel, next.fulfillmentGid);
      return null;
    case "tell_events":
      await tellEvents(deps, tx, parcel, next.fulfillmentGid);
      return null;
    case "create":
      if (await isBeingMoved(tx, order, deps.clock.now())) return null;
      if (state === null) return order.orderGid;
      await createFulfillment(deps, tx, parcel, state);
      return null;
  }
}

async function createFulfillment(
  deps: ReportDeps,
  tx: ShopTx,
  parcel: LockedParcel,
  state: ShippingState,
): Promise<void> {
  const { shipment, order } = parcel;
  const { shopId, id: shipmentId, trackingNumber } = shipment;
  const where = { shopId_id: { shopId, id: shipmentId } };
  const known = findByNumber(state, trackingNumber);
  if (known !== null) {
    const data = { fulfillmentGid: known, reportedNumber: trackingNumber };
    await tx.shipment.update({ where, data });
    return tellEvents(deps, tx, parcel, known);
  }
  const lines = await tx.shipmentLine.findMany({ where: { shopId, shipmentId } });
  const supplier = await tx.supplier.findUnique({
    where: { shopId_id: { shopId, id: order.supplierId } },
    select: { locationGid: true },
  });
  const parts = planParts(state, lines, supplier?.locationGid ?? null);
  if (!parts.ok) {
    const { code } = parts.refusal;
    return saveTrouble(deps, tx, parcel, { code, message: PARTS_REFUSAL_WORDS[code] });
  }
  const attempt = shipment.reportAttempts + 1;
  const recorded = await recordIntent(deps.rails, tx, shopId, {
    kind: "create_fulfillment",
    args: {
      orderGid: order.orderGid,
      parts: parts.value.map(({ fulfillmentOrderGid, lines: units }) => ({
        fulfillmentOrderGid,
        lines: units.map(({ gid, quantity }) => ({ gid, quantity })),
      })),
      tracking: trackingOf(shipment),
      notifyCustomer: await isShopifysToTell(tx, shipment),
    },
    orderGid: order.orderGid,
    subject: `shipment ${shipmentId}`,
    dedupeKey: `shipment ${shipmentId} / fulfillment ${attempt}`,
    workflow: "routing",
    actor: actorOf(shipment),
  });
  if (!recorded.ok) return saveTrouble(deps, tx, parcel, describeHeld(recorded.refusal));
  await tx.shipment.update({
    where,
    data: {
      intentId: recorded.value.intent.id,
      reportAttempts: attempt,
      reportedNumber: trackingNumber,
    },
  });
  await saveTrouble(deps, tx, parcel, null);
}

async function correctNumber(
  deps: ReportDeps,
  tx: ShopTx,
  parcel: LockedParcel,
  fulfillmentGid: string,
): Promise<void> {
  const { shipment, order } = parcel;
  const { shopId, id, trackingNumber } = shipment;
  const attempt = shipment.reportAttempts + 1;
  const recorded = await recordIntent(deps.rails, tx, shopId, {
    kind: "save_fulfillment_tracking",
    args: {
      fulfillmentGid,
      tracking: trackingOf(shipment),
      notifyCustomer: await isShopifysToTell(tx, shipment),
    },
    orderGid: order.orderGid,
    subject: `shipment ${id}`,
    // Corrected there and back again, the same number is a new decision.
    dedupeKey: `shipment ${id} / number ${attempt}`,
    workflow: "routing",
    actor: actorOf(shipment),
  });
  if (!recorded.ok) return saveTrouble(deps, tx, parcel, describeHeld(recorded.refusal));
  const data = {
    reportedNumber: trackingNumber,
    reportAttempts: attempt,
    correctionIntentId: recorded.value.intent.id,
    correctionAttempts: shipment.correctionAttempts + 1,
  };
  await tx.shipment.update({ where: { shopId_id: { shopId, id } }, data });
  // Nothing else may come to have the carrier's words told.
  await tellEvents(deps, tx, parcel, fulfillmentGid);
}

type Shipment = LockedParcel["shipment"];

const trackingOf = ({ carrier, trackingNumber, trackingUrl }: Shipment) => ({
  company: carrier,
  numbers: [trackingNumber],
  // Shopify makes the link of a carrier it knows; a link of ours would stand in its way.
  urls: carrier === null && trackingUrl !== null ? [trackingUrl] : [],
});

/**
 * Shopify writes when it is to tell of labels. Once the carrier has the parcel, "label created" is no news any more: where
 * somebody else tells that it has shipped, Shopify stays silent.
 */
async function isShopifysToTell(tx: ShopTx, { shopId, scannedAt }: Shipment): Promise<boolean> {
  const { owners } = await readMessageSettings(tx, shopId);
  return scannedAt === null ? owners.label_created === "shopify" : owners.shipped === "shopify";
}

/** What a person of the shop entered is theirs; what a supplier says, our rule passes on. */
function actorOf({ source, author }: Shipment): IntentActor {
  return source === "hand" && /^\d+$/.test(author) ? { kind: "person", name: author } : REPORT_RULE;
}
