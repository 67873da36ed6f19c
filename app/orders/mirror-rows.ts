/** The rows of one order as the database keeps them, without shop and order ids. Keys are the column names in camelCase. */
import type {
  ShopifyDispute,
  ShopifyFulfillment,
  ShopifyFulfillmentEvent,
  ShopifyFulfillmentLine,
  ShopifyFulfillmentOrder,
  ShopifyFulfillmentOrderLine,
  ShopifyHold,
  ShopifyLine,
  ShopifyOrder,
  ShopifyRefund,
  ShopifyRefundLine,
  ShopifyReturn,
  ShopifyReturnLine,
  ShopifyTransaction,
} from "#app/shopify/mappers/shopify-order.ts";
import type { FlagFacts } from "./exception-flags.ts";

export type RowValue = string | number | bigint | boolean | Date | null | readonly string[];
export type AnyRow = Readonly<Record<string, RowValue>>;

export type RowSource = "import" | "webhook" | "refetch" | "reconcile";

type FulfillmentRef = { readonly fulfillmentGid: string };
type FulfillmentOrderRef = { readonly fulfillmentOrderGid: string };
/** Guard of rows that Shopify changes without moving the order's `updatedAt`. */
type AsOf = { readonly asOf: Date };

export type OrderRow = Required<ShopifyOrder> &
  FlagFacts &
  AsOf & {
    readonly lineCount: number;
    readonly units: number;
    readonly vendors: readonly string[];
    readonly isDisputed: boolean;
    readonly fetchedAt: Date;
    readonly source: RowSource;
    readonly sourceVersion: string | null;
    readonly deletedAt: Date | null;
    readonly personalErasedAt: Date | null;
  };
export type LineRow = Required<ShopifyLine>;
export type FulfillmentRow = Required<Omit<ShopifyFulfillment, "lines" | "events">> & AsOf;
export type FulfillmentLineRow = ShopifyFulfillmentLine & FulfillmentRef;
export type EventRow = ShopifyFulfillmentEvent & FulfillmentRef;
export type FulfillmentOrderRow = Omit<ShopifyFulfillmentOrder, "lines" | "holds"> & AsOf;
export type FulfillmentOrderLineRow = ShopifyFulfillmentOrderLine & FulfillmentOrderRef;
export type HoldRow = ShopifyHold & FulfillmentOrderRef;
export type RefundRow = Required<Omit<ShopifyRefund, "lines">>;
export type RefundLineRow = ShopifyRefundLine & {
  readonly refundGid: string;
  readonly position: number;
};
export type TransactionRow = ShopifyTransaction;
export type DisputeRow = Required<ShopifyDispute> & AsOf;
export type ReturnRow = Omit<ShopifyReturn, "lines"> & AsOf;
export type ReturnLineRow = ShopifyReturnLine & { readonly returnGid: string };

/** Everything below an order. */
export type ChildRows = {
  readonly lines: readonly LineRow[];
  readonly fulfillments: readonly FulfillmentRow[];
  readonly fulfillmentLines: readonly FulfillmentLineRow[];
  readonly events: readonly EventRow[];
  readonly fulfillmentOrders: readonly FulfillmentOrderRow[];
  readonly fulfillmentOrderLines: readonly FulfillmentOrderLineRow[];
  readonly holds: readonly HoldRow[];
  readonly refunds: readonly RefundRow[];
  readonly refundLines: readonly RefundLineRow[];
  readonly transactions: readonly TransactionRow[];
  readonly disputes: readonly DisputeRow[];
  readonly returns: readonly ReturnRow[];
  readonly returnLines: readonly ReturnLineRow[];
};

export type ChildName = keyof ChildRows;

export type OrderMirror = ChildRows & { readonly order: OrderRow };

export const NO_CHILDREN: ChildRows = {
  lines: [],
  fulfillments: [],
  fulfillmentLines: [],
  events: [],
  fulfillmentOrders: [],
  fulfillmentOrderLines: [],
  holds: [],
  refunds: [],
  refundLines: [],
  transactions: [],
  disputes: [],
  returns: [],
  returnLines: [],
};
