/**
 * Job `dropship.place`: lets Shopify show who ships. Reads where the order's units are, decides (pure) what belongs at a
 * supplier's location, and records the next step as an intent. Each step that ends brings the job back, until nothing is left
 * to do. Safe to kill at any line and to run any number of times. Why: docs/decisions/0013-where-a-supplier-stands-in-shopify.md
 */
import { isDeepStrictEqual } from "node:util";
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { lockOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { enqueueReport } from "#app/dropship/shipments/record-shipment.server.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import {
  fetchMoveOption,
  fetchPlacementState,
} from "#app/shopify/mappers/fetch-placement.server.ts";
import type { MoveOption, PlacementState } from "#app/shopify/mappers/placement-facts.ts";
import { endPending } from "./end-pending.server.ts";
import { enqueuePlacement } from "./enqueue-placement.server.ts";
import { judgeTransfers, moveStep } from "./judge-transfers.ts";
import { planTransfers, type PlannedTransfers } from "./plan-transfers.ts";
import { forgetRefusals } from "./placement-memory.ts";
import type { PlacementNote } from "./placement-notes.ts";
import type { Stay } from "./placement-question.ts";
import {
  findPlacement,
  NEW_ROW,
  readPlacementFacts,
  readSeen,
  savePlacement,
  type PlacementFacts,
  type PlacementName,
  type PlacementRow,
  type StoredPlacement,
} from "./placement-store.server.ts";
import { recordSteps } from "./record-steps.server.ts";
import { noteResult } from "./note-result.server.ts";

export type PlaceDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly admin: AdminClient;
  readonly rails: RecordDeps;
};

// A shipment that is being told names its units by ids that a move would change. Told, it changes the order, which is news;
// this is for one that a pause holds back.
const SHIPMENT_WAIT_MS = 5 * MS_PER_MINUTE;

export async function placeOrder(
  deps: PlaceDeps,
  payload: JobPayload<"dropship.place">,
): Promise<void> {
  const name = { shopId: BigInt(payload.shopId), orderId: BigInt(payload.orderId) };
  const round = await inShop(deps.db, name.shopId, (tx) => openRound(deps, tx, name));
  if (!round) return;
  const state = await fetchPlacementState(deps, name.shopId, round.orderGid);
  if (!state) return;
  const planned = plan(round, state);
  const options = await fetchOptions(deps, name.shopId, planned);
  await inShop(deps.db, name.shopId, (tx) =>
    takeStep(deps, tx, { ...name, ...round, state, planned, options }),
  );
}

type Round = {
  readonly orderGid: string;
  readonly row: PlacementRow;
  readonly facts: PlacementFacts;
};

/** Null: nothing is to be moved, or a step is under way. */
async function openRound(
  { clock }: PlaceDeps,
  tx: ShopTx,
  name: PlacementName,
): Promise<Round | null> {
  const { shopId, orderId } = name;
  await lockOrder(tx, shopId, orderId);
  const order = await tx.order.findUnique({
    where: { shopId_id: { shopId, id: orderId } },
    select: { gid: true },
  });
  if (!order) return null;
  const { gid: orderGid } = order;
  const now = clock.now();
  const known = await findPlacement(tx, shopId, orderId);
  const ended = await endPending(tx, shopId, await freshen(tx, name, known), now);
  const facts = await readPlacementFacts(tx, name, ended.memory);
  const isIdle = facts.demands.length === 0 && ended.memory.moved.length === 0;
  if (isIdle && !known) return null;
  const row = isIdle ? { ...ended, notes: ended.notes.filter(isLasting) } : ended;
  await savePlacement(tx, name, row, now);
  if (row.memory.pending.length > 0) return null;
  // Units at their supplier's place, or left for good: a number that waited for that can be told now.
  if (known && known.memory.pending.length > 0) await wakeReports(tx, { ...name, orderGid });
  if (isIdle) return null;
  if (!(await isShipping(tx, shopId, orderGid))) return { orderGid, row, facts };
  const runAt = new Date(now.getTime() + SHIPMENT_WAIT_MS);
  await enqueuePlacement(tx, { ...name, orderGid, runAt });
  return null;
}

async function freshen(
  tx: ShopTx,
  { shopId, orderId }: PlacementName,
  known: StoredPlacement | null,
): Promise<PlacementRow> {
  if (!known) return NEW_ROW;
  if (known.seen === (await readSeen(tx, shopId, orderId))) return known;
  return { ...known, memory: forgetRefusals(known.memory) };
}

/** Where everybody who shipped it is done with it, only what went back is worth a word. */
const isLasting = ({ code }: PlacementNote): boolean => code === "returned";

const isShipping = async (tx: ShopTx, shopId: bigint, orderGid: string): Promise<boolean> =>
  (await tx.intent.count({
    where: {
      shopId,
      orderGid,
      kind: "create_fulfillment",
      state: { in: ["planned", "calling", "unknown", "accepted"] },
    },
  })) > 0;

async function wakeReports(
  tx: ShopTx,
  { shopId, orderId, orderGid }: PlacementName & { readonly orderGid: string },
): Promise<void> {
  const parcels = await tx.shipment.findMany({
    where: { shopId, orderId, fulfillmentGid: null },
    select: { id: true },
  });
  for (const { id: shipmentId } of parcels)
    await enqueueReport(tx, { shopId, shipmentId, orderGid });
}

function plan({ row, facts }: Round, { fulfillmentOrders, isWhole }: PlacementState) {
  const { moved } = row.memory;
  if (isWhole) return planTransfers({ ...facts, moved, fulfillmentOrders });
  const ids = new Map(facts.demands.map((one) => [one.purchaseOrderId, one.locationGid]));
  const stays = [...ids].map(([purchaseOrderId, toGid]): Stay => ({
    purchaseOrderId,
    toGid,
    isReturn: false,
    code: "too_many_lines",
    lineGid: null,
    message: null,
  }));
  return { transfers: [], there: [], stays };
}

async function fetchOptions(
  deps: PlaceDeps,
  shopId: bigint,
  { transfers }: PlannedTransfers,
): Promise<ReadonlyMap<string, MoveOption | null>> {
  const options = new Map<string, MoveOption | null>();
  for (const transfer of transfers) {
    const step = moveStep(transfer);
    if (options.has(step)) continue;
    const { fulfillmentOrderGid, toGid: locationGid } = transfer;
    options.set(step, await fetchMoveOption(deps, shopId, { fulfillmentOrderGid, locationGid }));
  }
  return options;
}

type Stepping = PlacementName &
  Round & {
    readonly state: PlacementState;
    readonly planned: PlannedTransfers;
    readonly options: ReadonlyMap<string, MoveOption | null>;
  };

async function takeStep(deps: PlaceDeps, tx: ShopTx, stepping: Stepping): Promise<void> {
  const { shopId, orderId, orderGid, row, facts, planned, options } = stepping;
  await lockOrder(tx, shopId, orderId);
  const now = deps.clock.now();
  const known = await findPlacement(tx, shopId, orderId);
  const today = await readPlacementFacts(tx, stepping, row.memory);
  // Somebody decided something meanwhile: it is looked at anew.
  if (!isDeepStrictEqual(known?.memory, row.memory) || !isDeepStrictEqual(today, facts))
    return enqueuePlacement(tx, { shopId, orderId, orderGid, runAt: now });
  const judged = judgeTransfers({
    transfers: planned.transfers,
    options,
    stocking: new Map(facts.stocking),
    refused: row.memory.refused,
  });
  const memory = { ...row.memory, names: { ...row.memory.names, ...namesOf(stepping) } };
  const recorded = await recordSteps(deps.rails, tx, { shopId, orderId, orderGid, memory, judged });
  const notes = await noteResult(tx, shopId, {
    before: row.notes,
    demands: facts.demands,
    names: memory.names,
    stays: [...planned.stays, ...judged.stays, ...recorded.stays],
    there: planned.there,
    now,
  });
  await savePlacement(tx, stepping, { memory: recorded.memory, notes }, now);
}

const namesOf = ({ state, facts }: Stepping): Record<string, string> => ({
  ...facts.locationNames,
  ...Object.fromEntries(
    state.fulfillmentOrders.flatMap(({ locationGid, locationName }) =>
      locationGid === null ? [] : [[locationGid, locationName]],
    ),
  ),
});
