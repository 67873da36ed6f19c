/**
 * Plans what a reading does to one order: rows to write, rows to remove, ledger entries, and whether Shopify has to be
 * asked. Pure: the caller loads the mirror before and saves the plan after, in one transaction under the order's lock.
 */
import type { Actor, NewEntry } from "#app/ledger/next-entry.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import {
  describeChanges,
  describeImport,
  gatherEntries,
  isSameValue,
  keyOf,
} from "./describe-changes.ts";
import { deriveOrder, mergeReading, type HeardFrom } from "./merge-reading.ts";
import {
  NO_CHILDREN,
  type AnyRow,
  type ChildName,
  type OrderMirror,
  type OrderRow,
} from "./mirror-rows.ts";
import { closeShipped } from "./close-shipped.ts";
import { CHILD_NAMES, CHILD_TABLES, ORDER_TABLE } from "./mirror-tables.ts";

export type ChildChange = {
  readonly name: ChildName;
  readonly upserts: readonly AnyRow[];
  readonly deletes: readonly AnyRow[];
};

export type OrderPlan =
  /** We do not know the order and the reading does not describe it: ask Shopify. */
  | { readonly kind: "unknown_order" }
  /** Nothing new, or an older word. */
  | { readonly kind: "unchanged"; readonly isStale: boolean }
  | {
      readonly kind: "changed";
      readonly next: OrderMirror;
      /** null when only rows below the order change */
      readonly order: OrderRow | null;
      readonly children: readonly ChildChange[];
      readonly searchText: string | null;
      readonly entries: readonly NewEntry[];
      /** the reading cannot be the whole truth: what is to be read from Shopify */
      readonly refetch: Refetch | null;
    };

export type Refetch = "order" | "fulfillment_orders";

const ACTORS: Record<HeardFrom["source"], Actor> = {
  import: "import",
  webhook: "shopify",
  refetch: "shopify",
  reconcile: "reconcile",
};

/** The changes that the reading brings to what is known. */
export function planOrderChanges(
  known: OrderMirror | null,
  reading: OrderReading,
  from: HeardFrom,
): OrderPlan {
  // A webhook that was on its way when the order was deleted brings nothing back; a read that finds it does.
  if (known?.order.deletedAt && !reading.isComplete) return { kind: "unchanged", isStale: true };
  const next = mergeReading(known, reading, from);
  if (!next) return { kind: "unknown_order" };
  return planTransition(known, next, {
    actor: ACTORS[from.source],
    asOf: reading.asOf,
    isImport: from.source === "import",
    refetch: findOpenTruth(known, next, reading),
    isStale: reading.order !== undefined && next.order.asOf.getTime() !== reading.asOf.getTime(),
  });
}

/** The order is gone from Shopify. History stays; lists leave it out. */
export function planDeletion(known: OrderMirror, deletedAt: Date, from: HeardFrom): OrderPlan {
  if (known.order.deletedAt) return { kind: "unchanged", isStale: false };
  const order = deriveOrder({ ...known.order, deletedAt, source: from.source }, known, from);
  return planTransition(
    known,
    { ...known, order },
    {
      actor: ACTORS[from.source],
      asOf: deletedAt,
      isImport: false,
      refetch: null,
      isStale: false,
    },
  );
}

/** The customer of the order was renamed, merged into another, or removed. */
export function planCustomerChange(
  known: OrderMirror,
  change: Partial<Pick<OrderRow, "customerGid" | "customerName">>,
  asOf: Date,
): OrderPlan {
  if (known.order.personalErasedAt) return { kind: "unchanged", isStale: false };
  return planTransition(
    known,
    { ...known, order: { ...known.order, ...change } },
    {
      actor: "shopify",
      asOf,
      isImport: false,
      refetch: null,
      isStale: false,
    },
  );
}

type Transition = {
  readonly actor: Actor;
  readonly asOf: Date;
  readonly isImport: boolean;
  readonly refetch: Refetch | null;
  readonly isStale: boolean;
};

function planTransition(known: OrderMirror | null, next: OrderMirror, to: Transition): OrderPlan {
  const children = CHILD_NAMES.map((name) => childChange(name, known, next)).filter(
    ({ upserts, deletes }) => upserts.length + deletes.length > 0,
  );
  const isOrderChanged = !known || hasChanged(ORDER_TABLE, known.order, next.order);
  const entries = describeTransition(known, next, to);
  if (!isOrderChanged && children.length === 0)
    return to.refetch
      ? {
          kind: "changed",
          next,
          order: null,
          children,
          searchText: null,
          entries,
          refetch: to.refetch,
        }
      : { kind: "unchanged", isStale: to.isStale };
  const searchText = orderSearchText(next);
  return {
    kind: "changed",
    next,
    order: isOrderChanged ? next.order : null,
    children,
    searchText: known && orderSearchText(known) === searchText ? null : searchText,
    entries,
    refetch: to.refetch,
  };
}

/** Live changes are told one by one; an import tells an order in one entry. */
function describeTransition(
  known: OrderMirror | null,
  next: OrderMirror,
  to: Transition,
): NewEntry[] {
  if (!to.isImport) return describeChanges(known, next, to);
  return known ? gatherEntries(describeChanges(known, next, to), to) : [describeImport(next, to)];
}

function childChange(name: ChildName, known: OrderMirror | null, next: OrderMirror): ChildChange {
  const table = CHILD_TABLES[name] as LooseTable;
  const before = new Map(rowsOf(name, known ?? NO_CHILDREN).map((row) => [keyOf(table, row), row]));
  const after = new Map(rowsOf(name, next).map((row) => [keyOf(table, row), row]));
  return {
    name,
    upserts: [...after].flatMap(([key, row]) => {
      const old = before.get(key);
      return old && !hasChanged(table, old, row) ? [] : [row];
    }),
    deletes: [...before].filter(([key]) => !after.has(key)).map(([, row]) => row),
  };
}

// Comparing is the same for every table, whatever its row type.
type LooseTable = {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
};
const rowsOf = (name: ChildName, mirror: Pick<OrderMirror, ChildName>) =>
  mirror[name] as readonly AnyRow[];

const hasChanged = (table: Pick<LooseTable, "columns">, known: AnyRow, next: AnyRow) =>
  Object.keys(table.columns).some(
    (field) => field !== "fetchedAt" && !isSameValue(known[field] ?? null, next[field] ?? null),
  );

/** An order that is read whole has its fulfilment orders read as well. */
function findOpenTruth(
  known: OrderMirror | null,
  next: OrderMirror,
  reading: OrderReading,
): Refetch | null {
  if (isTruthOpen(known, next, reading)) return "order";
  return known && closeShipped(known, reading).isOpen ? "fulfillment_orders" : null;
}

/**
 * A webhook tells an order without fulfilment orders, holds, exact status words and amounts in both currencies. Where
 * one of these may have moved, Shopify is asked: after a refund, an edit of lines, or a second word within one second.
 */
function isTruthOpen(known: OrderMirror | null, next: OrderMirror, reading: OrderReading): boolean {
  if (reading.words === "exact") return false;
  if (next.refunds.length !== (known?.refunds.length ?? 0)) return true;
  const isTwoCurrencies = next.order.currency !== next.order.presentmentCurrency;
  if (isTwoCurrencies && next.order.financialStatus !== known?.order.financialStatus)
    return Boolean(known);
  if (!known || !reading.order || known.order.source !== "webhook") return false;
  const isSameSecond = known.order.updatedAt.getTime() === reading.order.updatedAt.getTime();
  return (
    isSameSecond &&
    known.order.asOf.getTime() !== reading.asOf.getTime() &&
    hasChanged(COMPARED, known.order, next.order)
  );
}

const { asOf: _asOf, sourceVersion: _version, ...comparedColumns } = ORDER_TABLE.columns;
const COMPARED = { columns: comparedColumns };

/** What a person may type to find the order, lower case. Personal: erased with the person. */
export function orderSearchText({ order, lines, fulfillments }: OrderMirror): string {
  const words = [
    order.name,
    order.customerName,
    order.shipName,
    order.email,
    ...lines.map(({ sku }) => sku),
    ...fulfillments.flatMap(({ trackingNumbers }) => trackingNumbers),
  ];
  const unique = new Set(words.flatMap((word) => (word ? [word.toLowerCase()] : [])));
  return [...unique].join("\n");
}
