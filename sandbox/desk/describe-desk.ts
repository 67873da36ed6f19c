/** `/__sandbox/desk`: what the suppliers have received and done, and acts on request. */
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { ActRefused } from "#sandbox/http/acts/act-types.ts";
import { actOnOrder } from "./act-on-order.ts";
import { findDeskOrder, openDesk, takeOver } from "./desk-state.ts";
import {
  DESK_SUPPLIERS,
  findDeskSupplier,
  getPassword,
  getSigningSecret,
} from "./desk-suppliers.ts";
import type { DeskAct, DeskOrder, DeskSupplier } from "./desk-types.ts";

const ACTS: readonly string[] = ["accept", "decline", "ship"] satisfies DeskAct[];

export function describeDesk(sandbox: Sandbox): object {
  const desk = openDesk(sandbox);
  return {
    suppliers: DESK_SUPPLIERS.map((supplier) => describeSupplier(sandbox, supplier)),
    orders: desk.orders.map(describeOrder),
    tasks: desk.tasks.map((task) => ({ ...task, dueAt: new Date(task.dueAtMs).toISOString() })),
  };
}

/** How one reaches a supplier: what a merchant types into the app. */
export function describeSupplier({ state, urls }: Sandbox, supplier: DeskSupplier) {
  const { code } = supplier;
  return {
    ...supplier,
    sftp: {
      host: "127.0.0.1",
      port: urls.sftpPort,
      username: code,
      password: getPassword(code),
      directory: "/in",
      feed: "/out",
    },
    https: {
      url: `${urls.desk}/orders/${code}`,
      secret: state.desk ? getSigningSecret(state.desk, code) : "",
      feed: `${urls.desk}/feeds/${code}`,
    },
    feed: `${urls.web}/desk/${code}/feed`,
  };
}

/** `repeats`: arrivals of the newest revision beyond the first, without those that say so themselves. */
function describeOrder(order: DeskOrder) {
  const { heldForm: _heldForm, ...shown } = order;
  return { ...shown, repeats: countRepeats(order) };
}

/** A repeated idempotency key is answered as before and orders nothing; a marked copy is no second order. */
export function countRepeats({ arrivals, revision }: DeskOrder): number {
  const plain = arrivals.filter(
    (arrival) => arrival.revision === revision && !arrival.isKnown && !arrival.isMarkedCopy,
  );
  return Math.max(0, plain.length - 1);
}

/** `{supplier, number, act: "accept"|"decline"|"ship"|"nothing"}`, or `{supplier, secret}`. Throws a sentence. */
export async function changeDesk(sandbox: Sandbox, fields: Record<string, unknown>): Promise<void> {
  const desk = openDesk(sandbox);
  const supplier = findDeskSupplier(String(fields["supplier"]));
  if (!supplier)
    throw new Error(`"supplier" is one of ${DESK_SUPPLIERS.map(({ code }) => code).join(", ")}`);
  if (typeof fields["secret"] === "string") {
    desk.secrets[supplier.code] = fields["secret"];
    return;
  }
  const act = String(fields["act"]);
  const order = findDeskOrder(desk, supplier.code, String(fields["number"]));
  if (!order)
    throw new ActRefused(`${supplier.name} has no purchase order ${String(fields["number"])}`);
  takeOver(desk, order);
  if (act === "nothing") return;
  if (!isAct(act)) throw new Error(`"act" is one of ${ACTS.join(", ")}, nothing`);
  await actOnOrder(sandbox, order, act);
}

const isAct = (text: string): text is DeskAct => ACTS.includes(text);
