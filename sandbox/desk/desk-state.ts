/** Starts and changes the desk's state: what arrived, what is planned, what was done. */
import { nowMs } from "#sandbox/store/clock.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import { getDeskSupplier } from "./desk-suppliers.ts";
import { planDeeds } from "./plan-deeds.ts";
import type { Paper } from "./read-paper.ts";
import type { Arrival, Deed, DeskAct, DeskChannel, DeskOrder, DeskState } from "./desk-types.ts";

export function emptyDesk(): DeskState {
  return {
    nextTaskId: 1,
    lastMailId: 0,
    orders: [],
    tasks: [],
    files: {},
    answers: {},
    byHand: [],
    secrets: {},
    hostKey: null,
  };
}

/** A state that was kept before there was a desk gets one. */
export function openDesk(sandbox: Sandbox): DeskState {
  sandbox.state.desk ??= emptyDesk();
  return sandbox.state.desk;
}

export type Source = {
  supplier: SupplierCode;
  channel: DeskChannel;
  /** Message-ID, file name or idempotency key. */
  id: string;
  /** The same call again, by its idempotency key. */
  isKnown?: boolean;
};

/** Takes in whatever was sent about a purchase order. */
export function receivePaper(sandbox: Sandbox, from: Source, paper: Paper): void {
  if (paper.purpose === "order") return receivePurchaseOrder(sandbox, from, paper);
  const desk = openDesk(sandbox);
  const order = findDeskOrder(desk, from.supplier, paper.number);
  if (!order) return;
  order.link = paper.link ?? order.link;
  addDeed(sandbox, order, NEWS[paper.purpose], true);
  if (paper.purpose !== "revoked") return;
  dropTasks(desk, order);
  if (order.state !== "shipped") order.state = "cancelled";
}

const NEWS: Record<Exclude<Paper["purpose"], "order">, string> = {
  revoked: "was told not to ship",
  nudge: "was reminded",
  address: "was asked whether the address can still be changed",
};

/** Writes down that a purchase order has arrived; the first time, and with a new revision, the supplier makes its plans. */
function receivePurchaseOrder(sandbox: Sandbox, from: Source, paper: Paper): void {
  const desk = openDesk(sandbox);
  const known = findDeskOrder(desk, from.supplier, paper.number);
  const order = known ?? addOrder(sandbox, desk, from.supplier, paper);
  order.arrivals.push(toArrival(sandbox, from, paper));
  const isRevised = known !== null && paper.revision > known.revision;
  if (isRevised) {
    order.revision = paper.revision;
    if (order.state !== "shipped") order.state = "received";
  }
  if (isRevised || order.lines.length === 0) order.lines = paper.lines;
  order.link = paper.link ?? order.link;
  order.country = paper.country ?? order.country;
  if (!known || isRevised) planFor(sandbox, order);
}

export function findDeskOrder(
  desk: DeskState,
  supplier: SupplierCode,
  number: string,
): DeskOrder | null {
  return (
    desk.orders.find((order) => order.supplier === supplier && order.number === number) ?? null
  );
}

export function addDeed(sandbox: Sandbox, order: DeskOrder, what: string, ok: boolean): Deed {
  const deed = { at: stamp(sandbox), what, ok };
  order.deeds.push(deed);
  return deed;
}

/** Plans one act; an act of the same kind that is still to come makes way. */
export function planDeed(sandbox: Sandbox, order: DeskOrder, act: DeskAct, afterMs: number): void {
  const desk = openDesk(sandbox);
  desk.tasks = desk.tasks.filter((task) => !(isTaskOf(order)(task) && task.act === act));
  desk.tasks.push({
    id: desk.nextTaskId,
    supplier: order.supplier,
    number: order.number,
    act,
    dueAtMs: nowMs(sandbox.state.world) + afterMs,
    attempts: 0,
    retryAtMs: 0,
  });
  desk.nextTaskId += 1;
}

/** From here on a person decides what happens to this purchase order. */
export function takeOver(desk: DeskState, order: DeskOrder): void {
  dropTasks(desk, order);
  const key = orderKey(order);
  if (!desk.byHand.includes(key)) desk.byHand.push(key);
}

export const orderKey = ({ supplier, number }: Pick<DeskOrder, "supplier" | "number">) =>
  `${supplier}/${number}`;

export function stamp(sandbox: Sandbox): string {
  return new Date(nowMs(sandbox.state.world)).toISOString();
}

function addOrder(
  sandbox: Sandbox,
  desk: DeskState,
  supplier: SupplierCode,
  paper: Paper,
): DeskOrder {
  const order: DeskOrder = {
    supplier,
    number: paper.number,
    revision: paper.revision,
    lines: paper.lines,
    link: paper.link,
    country: paper.country,
    arrivals: [],
    state: "received",
    deeds: [],
    parcels: [],
    receivedAt: stamp(sandbox),
  };
  desk.orders.push(order);
  return order;
}

function toArrival(sandbox: Sandbox, from: Source, { revision, isMarkedCopy }: Paper): Arrival {
  return {
    at: stamp(sandbox),
    channel: from.channel,
    id: from.id,
    revision,
    isMarkedCopy,
    isKnown: from.isKnown ?? false,
  };
}

function planFor(sandbox: Sandbox, order: DeskOrder): void {
  const desk = openDesk(sandbox);
  if (desk.byHand.includes(orderKey(order))) return;
  dropTasks(desk, order);
  for (const { act, afterMs } of planDeeds(getDeskSupplier(order.supplier).temper))
    planDeed(sandbox, order, act, afterMs);
}

function dropTasks(desk: DeskState, order: DeskOrder): void {
  const isOurs = isTaskOf(order);
  desk.tasks = desk.tasks.filter((task) => !isOurs(task));
}

const isTaskOf =
  ({ supplier, number }: DeskOrder) =>
  (task: { supplier: string; number: string }) =>
    task.supplier === supplier && task.number === number;
