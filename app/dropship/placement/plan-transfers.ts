/**
 * Decides which units belong at another location than the one Shopify shows. Pure; the same question gives the same answer in
 * whatever order its lists come. A supplier's parcel leaves from one place, so a purchase order's units go together or stay
 * together. Why: docs/decisions/0013-where-a-supplier-stands-in-shopify.md
 */
import type { PlacedFulfillmentOrder } from "#app/shopify/mappers/placement-facts.ts";
import { addUnits, compareIds, countAt, placeKey } from "./places.ts";
import type { MovedUnits, PlacementQuestion, Stay, Transfer } from "./placement-question.ts";
import { takeUnits, type Field, type Wish } from "./take-units.ts";

export type PlannedTransfers = {
  readonly transfers: readonly Transfer[];
  readonly stays: readonly Stay[];
  /** Purchase orders whose units are at their supplier's location without our doing. */
  readonly there: readonly { readonly purchaseOrderId: string; readonly locationGid: string }[];
};

const ENDED = new Set(["CLOSED", "CANCELLED"]);

export function planTransfers(question: PlacementQuestion): PlannedTransfers {
  const orders = question.fulfillmentOrders
    .filter(({ status }) => !ENDED.has(status))
    .sort((one, other) => compareIds(one.gid, other.gid));
  const keeps = countKeeps(question);
  const firstFrom = new Set(question.moved.map(({ atGid }) => atGid));
  const field = { orders, keeps, firstFrom, taken: new Map<string, number>() };
  const asked = grant(field, listWishes(question, orders));
  const back = grant({ ...field, taken: asked.taken }, listReturns(question, orders, keeps, asked));
  return {
    transfers: [...asked.transfers, ...back.transfers],
    stays: [...asked.stays, ...back.stays],
    there: listThere(question, orders),
  };
}

type Granted = {
  readonly transfers: readonly Transfer[];
  readonly stays: readonly Stay[];
  readonly taken: ReadonlyMap<string, number>;
};

const grant = (field: Field, wishes: readonly Wish[]): Granted =>
  wishes.reduce<Granted>(
    (sofar, wish) => {
      const took = takeUnits({ ...field, taken: sofar.taken }, wish);
      if ("stay" in took) return { ...sofar, stays: [...sofar.stays, took.stay] };
      const transfers = [...sofar.transfers, ...took.transfers];
      return { ...sofar, transfers, taken: took.taken };
    },
    { transfers: [], stays: [], taken: field.taken },
  );

/** By line and location: units that a supplier is to ship from there. Nobody takes those away. */
function countKeeps({ demands }: PlacementQuestion): ReadonlyMap<string, number> {
  const keeps = new Map<string, number>();
  for (const { lineGid, locationGid, openUnits } of demands)
    addUnits(keeps, placeKey(lineGid, locationGid), openUnits);
  return keeps;
}

/** What is missing at each supplier's location, one wish a purchase order. */
function listWishes(
  question: PlacementQuestion,
  orders: readonly PlacedFulfillmentOrder[],
): Wish[] {
  const missing = new Map<string, number>();
  for (const [key, units] of countKeeps(question)) missing.set(key, units);
  for (const { lineGid, locationGid } of uniquePlaces(question.demands))
    addUnits(missing, placeKey(lineGid, locationGid), -countAt(orders, lineGid, locationGid));
  const wishes = new Map<string, Wish>();
  for (const demand of [...question.demands].sort(compareOwners)) {
    const { purchaseOrderId, lineGid, locationGid, unplacedUnits } = demand;
    const key = placeKey(lineGid, locationGid);
    const units = Math.min(unplacedUnits, missing.get(key) ?? 0);
    if (units <= 0) continue;
    addUnits(missing, key, -units);
    const id = `${purchaseOrderId} ${locationGid}`;
    const lines = [...(wishes.get(id)?.lines ?? []), { lineGid, units }];
    const wish = { purchaseOrderId, toGid: locationGid, fromGid: null, isReturn: false, lines };
    wishes.set(id, wish);
  }
  return [...wishes.values()];
}

/** Units that we moved for somebody who does not ship them any more go back, unless another supplier is being asked. */
function listReturns(
  { moved, sendingUnits }: PlacementQuestion,
  orders: readonly PlacedFulfillmentOrder[],
  keeps: ReadonlyMap<string, number>,
  { transfers }: Granted,
): Wish[] {
  const sending = new Map(Object.entries(sendingUnits));
  const spare = new Map<string, number>();
  const wishes = new Map<string, Wish>();
  for (const { units: movedUnits, ...entry } of [...moved].sort(compareOwners)) {
    const { purchaseOrderId, lineGid, atGid, homeGid } = entry;
    const key = placeKey(lineGid, atGid);
    if (!spare.has(key)) {
      const left = countAt(orders, lineGid, atGid) - countTaken(transfers, lineGid, atGid);
      const surplus = Math.max(0, left - (keeps.get(key) ?? 0));
      const wanted = Math.min(sending.get(lineGid) ?? 0, surplus);
      addUnits(sending, lineGid, -wanted);
      spare.set(key, surplus - wanted);
    }
    const units = Math.min(movedUnits, spare.get(key) ?? 0);
    if (units <= 0) continue;
    addUnits(spare, key, -units);
    const id = `${purchaseOrderId} ${atGid} ${homeGid}`;
    const lines = [...(wishes.get(id)?.lines ?? []), { lineGid, units }];
    wishes.set(id, { purchaseOrderId, toGid: homeGid, fromGid: atGid, isReturn: true, lines });
  }
  return [...wishes.values()];
}

const countTaken = (transfers: readonly Transfer[], lineGid: string, atGid: string): number =>
  transfers
    .filter(({ fromGid }) => fromGid === atGid)
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineGid === lineGid)
    .reduce((sum, { units }) => sum + units, 0);

function listThere(
  { demands, moved }: PlacementQuestion,
  orders: readonly PlacedFulfillmentOrder[],
): PlannedTransfers["there"] {
  const sorted = [...demands].sort(compareOwners);
  return [...new Set(sorted.map((one) => one.purchaseOrderId))].flatMap((purchaseOrderId) => {
    const own = sorted.filter((one) => one.purchaseOrderId === purchaseOrderId);
    const open = own.filter(({ openUnits }) => openUnits > 0);
    const isThere = open.every(
      ({ lineGid, locationGid, openUnits }) => countAt(orders, lineGid, locationGid) >= openUnits,
    );
    const isOurs = moved.some((one) => one.purchaseOrderId === purchaseOrderId);
    const [first] = open;
    return first && isThere && !isOurs ? [{ purchaseOrderId, locationGid: first.locationGid }] : [];
  });
}

const uniquePlaces = (demands: PlacementQuestion["demands"]) => [
  ...new Map(demands.map((one) => [placeKey(one.lineGid, one.locationGid), one])).values(),
];

type Owner = { readonly purchaseOrderId: string; readonly lineGid: string } & (
  { readonly locationGid: string } | Pick<MovedUnits, "atGid" | "homeGid">
);

const compareOwners = (one: Owner, other: Owner): number =>
  compareIds(one.purchaseOrderId, other.purchaseOrderId) ||
  compareIds(one.lineGid, other.lineGid) ||
  compareIds(placesOf(one), placesOf(other));

const placesOf = (owner: Owner) =>
  "atGid" in owner ? `${owner.atGid} ${owner.homeGid}` : owner.locationGid;
