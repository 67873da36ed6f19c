/**
 * The states of a purchase order, what moves it, and who may move it, as data. A live one holds its units: nobody else is
 * asked to ship them until it is revoked, declined or closed.
 */

export const PURCHASE_ORDER_STATES = {
  /** Waits until a person says that it may go. Nothing has left. */
  approval: {
    approve: "queued",
    begin_sending: "sending",
    give_up: "failed",
    revoke: "revoked",
  },
  /** Goes out when the supplier's schedule and the rails let it. Nothing has left, unless it is tried again. */
  queued: {
    hold: "approval",
    begin_sending: "sending",
    give_up: "failed",
    revise: "queued",
    revoke: "revoked",
  },
  /** Tried at least once; whether it has arrived is not known yet. */
  sending: {
    begin_sending: "sending",
    taken: "sent",
    give_up: "failed",
    accept: "accepted",
    decline: "declined",
    ship: "shipped",
    revise: "queued",
    revoke: "revoked",
  },
  /** The supplier's server took it. A mail may come back all the same. */
  sent: {
    taken: "sent",
    give_up: "failed",
    accept: "accepted",
    decline: "declined",
    ship: "shipped",
    revise: "queued",
    revoke: "revoked",
  },
  /** The supplier said yes to at least one unit. */
  accepted: {
    taken: "accepted",
    accept: "accepted",
    decline: "declined",
    ship: "shipped",
    close: "closed",
    revoke: "revoked",
  },
  /** A carrier has scanned a parcel of it. */
  shipped: { taken: "shipped", accept: "shipped", ship: "shipped", close: "closed" },
  /** It could not be handed over, or we cannot tell; a person decides. It may have arrived all the same. */
  failed: {
    try_again: "queued",
    taken: "sent",
    begin_sending: "sending",
    give_up: "failed",
    accept: "accepted",
    decline: "declined",
    ship: "shipped",
    revise: "queued",
    revoke: "revoked",
  },
  /** The supplier said no to every unit. */
  declined: {},
  revoked: {},
  closed: {},
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type PurchaseOrderState = keyof typeof PURCHASE_ORDER_STATES;

export type PurchaseOrderMove = {
  [State in PurchaseOrderState]: keyof (typeof PURCHASE_ORDER_STATES)[State];
}[PurchaseOrderState];

/** Who moves it: the merchant's people, our rules and jobs, or the supplier. */
export type PurchaseOrderMover = "merchant" | "system" | "supplier";

export const WHO_MAY = {
  approve: ["merchant"],
  hold: ["merchant"],
  try_again: ["merchant"],
  begin_sending: ["system"],
  taken: ["system"],
  give_up: ["system"],
  revise: ["merchant", "system"],
  // The merchant enters what a supplier said on the telephone.
  accept: ["supplier", "merchant"],
  decline: ["supplier", "merchant"],
  ship: ["system"],
  close: ["merchant", "system"],
  revoke: ["merchant", "system"],
} as const satisfies Record<PurchaseOrderMove, readonly PurchaseOrderMover[]>;

export const ENDED_STATES = ["declined", "revoked", "closed"] as const;

export const isEnded = (state: PurchaseOrderState): boolean =>
  ENDED_STATES.some((ended) => ended === state);

/** The state after the move; null when the state does not know it: then it came too late. */
export function nextPurchaseOrderState(
  state: PurchaseOrderState,
  move: PurchaseOrderMove,
): PurchaseOrderState | null {
  const moves: Readonly<Partial<Record<string, PurchaseOrderState>>> = PURCHASE_ORDER_STATES[state];
  return moves[move] ?? null;
}

export const mayMove = (mover: PurchaseOrderMover, move: PurchaseOrderMove): boolean =>
  WHO_MAY[move].some((allowed) => allowed === mover);
