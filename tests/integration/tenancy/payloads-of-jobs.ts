/** What the walker asks of every job: payloads of one shop that name rows of another. `[]` with its reason asks nothing. */
import type { JobName, JobPayload } from "#app/jobs/catalogue.ts";
import type { PlantedShop } from "./plant-shop.ts";

type PayloadsOf<Name extends JobName> = (
  own: { readonly shopId: string },
  foreign: PlantedShop,
) => readonly JobPayload<Name>[];

const ofWholeShop = (own: { readonly shopId: string }) => [own];
// Over all shops by their nature: they enqueue, sign or tidy, and hand nothing out.
const ofAllShops = () => [];

export const PAYLOADS_OF_JOBS: { readonly [Name in JobName]: PayloadsOf<Name> } = {
  "deliveries.apply": (own, { mark }) => [{ ...own, webhookId: `${mark}-webhook_id` }],
  "shops.install": (own) => [{ ...own, installEpoch: 1 }],
  "shops.answer-compliance": (own, { id }) => [{ ...own, requestId: `${id}` }],
  "orders.import": (own, { id }) => [{ ...own, importId: `${id}` }],
  "orders.refetch": (own, { orderGid }) => [{ ...own, orderGid }],
  "orders.reconcile-due": ofAllShops,
  "orders.reconcile": ofWholeShop,
  "orders.reconcile-nightly": (own) =>
    (["night", "gap", "step"] as const).map((cause) => ({ ...own, cause })),
  "rails.wake": (own) => (["paused", "ceiling_reached"] as const).map((code) => ({ ...own, code })),
  "rails.carry-out": (own, { id }) => [{ ...own, intentId: `${id}` }],
  "alerts.tell": (own, { id }) => [{ ...own, alertId: `${id}` }],
  "alerts.post": (own, { id }) => [{ ...own, alertId: `${id}` }],
  "alerts.watch-due": ofAllShops,
  "alerts.watch": ofWholeShop,
  "order.changed": (own, { id }) => [{ ...own, orderId: `${id}` }],
  "dropship.route": (own, { id }) => [{ ...own, orderId: `${id}`, cause: "person" }],
  "dropship.send-purchase-order": (own, { id }) => [{ ...own, purchaseOrderId: `${id}` }],
  "dropship.wake-held": (own) => (["supply", "rule"] as const).map((cause) => ({ ...own, cause })),
  "dropship.backtest": (own, { id }) => [{ ...own, backtestId: `${id}` }],
  "dropship.place": (own, { id }) => [{ ...own, orderId: `${id}` }],
  "dropship.report-shipment": (own, { id }) => [{ ...own, shipmentId: `${id}` }],
  "dropship.track-due": ofAllShops,
  "dropship.track": ofWholeShop,
  "dropship.time-due": ofAllShops,
  "dropship.time": ofWholeShop,
  "dropship.supply-due": ofAllShops,
  "dropship.read-variants": ofWholeShop,
  "dropship.pull-feed": (own, { id }) => [{ ...own, supplierId: `${id}` }],
  "dropship.read-feed": (own, { id }) => [{ ...own, runId: `${id}` }],
  "dropship.apply-feed": (own, { id }) => [{ ...own, runId: `${id}` }],
  "messages.tell-held": ofWholeShop,
  "messages.check-sender": ofWholeShop,
  "ledger.sign-heads": ofAllShops,
  "platform.clean-up": ofAllShops,
};
