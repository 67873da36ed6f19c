/** What is remembered of moving one order's units, as it is stored, and how it changes when a step has ended. Pure. */
import { z } from "zod";
import { invariant } from "#app/platform/invariant.ts";
import { stockStep, moveStep } from "./judge-transfers.ts";
import { compareIds } from "./places.ts";
import type { MovedUnits, Transfer } from "./placement-question.ts";

const id = z.string().regex(/^\d{1,19}$/);
const units = z.number().int().min(1);

const transferSchema = z.object({
  purchaseOrderId: id,
  fulfillmentOrderGid: z.string(),
  fromGid: z.string().nullable(),
  toGid: z.string(),
  isReturn: z.boolean(),
  lines: z.array(z.object({ gid: z.string(), lineGid: z.string(), units })),
});

export const memorySchema = z.object({
  /** counts the steps that were decided: each is one intent, and one decision */
  round: z.number().int().min(0),
  /** Steps whose end is not known yet; never both kinds at once. */
  pending: z.array(
    z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("move"),
        intentId: id,
        purchaseOrderId: id,
        transfer: transferSchema,
      }),
      z.object({
        kind: z.literal("stock"),
        intentId: id,
        purchaseOrderId: id,
        inventoryItemGid: z.string(),
        locationGid: z.string(),
      }),
    ]),
  ),
  moved: z.array(
    z.object({
      purchaseOrderId: id,
      lineGid: z.string(),
      atGid: z.string(),
      homeGid: z.string(),
      units,
    }),
  ),
  /** Moved once: whoever moves them elsewhere afterwards has the last word. */
  placed: z.array(z.object({ purchaseOrderId: id, lineGid: z.string(), units })),
  /** `isPerson`: a person of the shop said no, and is not asked again */
  refused: z.array(z.object({ step: z.string(), message: z.string(), isPerson: z.boolean() })),
  /** of locations met, by gid: where units came from may hold nothing of the order any more */
  names: z.record(z.string(), z.string()),
});

export type PlacementMemory = z.output<typeof memorySchema>;
export type PendingStep = PlacementMemory["pending"][number];

export const NO_MEMORY: PlacementMemory = {
  round: 0,
  pending: [],
  moved: [],
  placed: [],
  refused: [],
  names: {},
};

export type StepEnd =
  | { readonly end: "done" }
  | { readonly end: "refused"; readonly message: string; readonly isPerson: boolean };

/** The memory after one pending step has ended. */
export function endStep(memory: PlacementMemory, step: PendingStep, end: StepEnd): PlacementMemory {
  const pending = memory.pending.filter(({ intentId }) => intentId !== step.intentId);
  invariant(pending.length < memory.pending.length, "a step that ends was under way");
  const rest = { ...memory, pending };
  if (end.end === "done") return step.kind === "move" ? rememberMove(rest, step.transfer) : rest;
  const name = step.kind === "move" ? moveStep(step.transfer) : stockStep(step);
  const { message, isPerson } = end;
  return { ...rest, refused: [...rest.refused, { step: name, message, isPerson }] };
}

/** The fulfillment orders have changed: what was refused about them as they were may be tried again. */
export const forgetRefusals = (memory: PlacementMemory): PlacementMemory => ({
  ...memory,
  refused: memory.refused.filter(({ isPerson }) => isPerson),
});

function rememberMove(memory: PlacementMemory, transfer: Transfer): PlacementMemory {
  const { purchaseOrderId, toGid, isReturn, lines } = transfer;
  let { moved, placed } = memory;
  for (const { lineGid, units: count } of lines) {
    moved = moveUnits(moved, transfer, lineGid, count);
    if (!isReturn) placed = addPlaced(placed, { purchaseOrderId, lineGid, units: count });
  }
  return { ...memory, moved: moved.filter(({ atGid, homeGid }) => atGid !== homeGid), placed };

  function moveUnits(known: typeof moved, { fromGid }: Transfer, lineGid: string, count: number) {
    let left = count;
    const isSource = (entry: MovedUnits) => entry.lineGid === lineGid && entry.atGid === fromGid;
    // Going back, the purchase order's own units; going on, whoever's are there.
    const rank = (entry: MovedUnits) => (entry.purchaseOrderId === purchaseOrderId ? 0 : 1);
    const sorted = [...known].sort(
      (one, other) =>
        rank(one) - rank(other) || compareIds(one.purchaseOrderId, other.purchaseOrderId),
    );
    const after: MovedUnits[] = [];
    for (const entry of sorted) {
      const taken = isSource(entry) ? Math.min(left, entry.units) : 0;
      left -= taken;
      if (taken < entry.units) after.push({ ...entry, units: entry.units - taken });
      if (taken > 0 && !isReturn)
        after.push({ ...entry, purchaseOrderId, atGid: toGid, units: taken });
    }
    if (left > 0 && !isReturn && fromGid !== null)
      after.push({ purchaseOrderId, lineGid, atGid: toGid, homeGid: fromGid, units: left });
    return mergeMoved(after);
  }
}

function mergeMoved(entries: readonly MovedUnits[]): MovedUnits[] {
  const sums = new Map<string, MovedUnits>();
  for (const entry of entries) {
    const { purchaseOrderId, lineGid, atGid, homeGid } = entry;
    const key = [purchaseOrderId, lineGid, atGid, homeGid].join(" ");
    sums.set(key, { ...entry, units: entry.units + (sums.get(key)?.units ?? 0) });
  }
  return [...sums.values()];
}

type Placed = PlacementMemory["placed"][number];

function addPlaced(known: readonly Placed[], added: Placed): Placed[] {
  const isSame = (one: Placed) =>
    one.purchaseOrderId === added.purchaseOrderId && one.lineGid === added.lineGid;
  const before = known.find(isSame)?.units ?? 0;
  return [...known.filter((one) => !isSame(one)), { ...added, units: before + added.units }];
}
