/** Every Shopify mutation that the product may carry out, one row each. A workflow that needs another adds its row here. */
import type { ShopifyKind } from "./define-shopify-kind.ts";
import { activateInventory } from "./kinds/activate-inventory.ts";
import { cancelOrder } from "./kinds/cancel-order.ts";
import { createFulfillment } from "./kinds/create-fulfillment.ts";
import { createOrder } from "./kinds/create-order.ts";
import { createReturn } from "./kinds/create-return.ts";
import { creditStoreCredit } from "./kinds/credit-store-credit.ts";
import { createFulfillmentEvent, saveFulfillmentTracking } from "./kinds/fulfillment-news.ts";
import { holdFulfillmentOrder, releaseHolds } from "./kinds/holds.ts";
import { moveFulfillmentOrder } from "./kinds/move-fulfillment-order.ts";
import { addTags, saveOrderNote } from "./kinds/order-labels.ts";
import { processReturn } from "./kinds/process-return.ts";
import { refund } from "./kinds/refund.ts";
import { requestReturn } from "./kinds/request-return.ts";
import { splitFulfillmentOrder } from "./kinds/split-fulfillment-order.ts";

export const SHOPIFY_INTENT_KINDS: readonly ShopifyKind[] = [
  refund,
  processReturn,
  requestReturn,
  createReturn,
  cancelOrder,
  createFulfillment,
  createFulfillmentEvent,
  saveFulfillmentTracking,
  holdFulfillmentOrder,
  releaseHolds,
  moveFulfillmentOrder,
  splitFulfillmentOrder,
  activateInventory,
  createOrder,
  creditStoreCredit,
  addTags,
  saveOrderNote,
];
