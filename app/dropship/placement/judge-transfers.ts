/**
 * Holds planned transfers against what Shopify offers: what moves, what has to be stocked first, and what stays. Pure. All
 * transfers of a purchase order share one fate.
 */
import type { MoveOption } from "#app/shopify/mappers/placement-facts.ts";
import type { Stay, StayCode, Transfer, TransferLine } from "./placement-question.ts";

/** Whether we may stock a product at a location where it is not. */
export type Stocking = "allowed" | "not_allowed" | "not_granted";

/** A step that came to nothing: it is not tried again. `step` is `moveStep` or `stockStep`. */
type Refused = { readonly step: string; readonly message: string };

export type Judging = {
  readonly transfers: readonly Transfer[];
  /** by `moveStep`; null or missing: Shopify does not offer the location */
  readonly options: ReadonlyMap<string, MoveOption | null>;
  /** by location */
  readonly stocking: ReadonlyMap<string, Stocking>;
  readonly refused: readonly Refused[];
};

export type Activation = {
  readonly purchaseOrderId: string;
  readonly inventoryItemGid: string;
  readonly locationGid: string;
};

export type JudgedTransfers = {
  /** to be done before any move: they change what Shopify offers */
  readonly activations: readonly Activation[];
  readonly moves: readonly Transfer[];
  readonly stays: readonly Stay[];
};

export const moveStep = ({
  fulfillmentOrderGid,
  toGid,
}: Pick<Transfer, "fulfillmentOrderGid" | "toGid">): string => `${fulfillmentOrderGid} ${toGid}`;

export const stockStep = ({
  inventoryItemGid,
  locationGid,
}: Pick<Activation, "inventoryItemGid" | "locationGid">): string =>
  `${inventoryItemGid} ${locationGid}`;

export function judgeTransfers(judging: Judging): JudgedTransfers {
  const activations = new Map<string, Activation>();
  const moves: Transfer[] = [];
  const stays: Stay[] = [];
  for (const party of groupByParty(judging.transfers)) {
    const judged = party.flatMap((transfer) => judgeTransfer(judging, transfer));
    const stay = judged.find((one) => "stay" in one);
    const missing = judged.flatMap((one) => ("activation" in one ? [one.activation] : []));
    if (stay) stays.push(stay.stay);
    else if (missing.length > 0) for (const one of missing) activations.set(stockStep(one), one);
    else moves.push(...party);
  }
  return { activations: [...activations.values()], moves, stays };
}

type Hindrance = { readonly stay: Stay } | { readonly activation: Activation };

function judgeTransfer(judging: Judging, transfer: Transfer): Hindrance[] {
  const step = moveStep(transfer);
  const refused = judging.refused.find((one) => one.step === step);
  if (refused) return [stay(transfer, "refused", null, refused.message)];
  const option = judging.options.get(step) ?? null;
  if (!option) return [stay(transfer, "not_offered", null, null)];
  return transfer.lines.flatMap((line) => judgeLine(judging, transfer, line, option));
}

function judgeLine(
  { stocking, refused }: Judging,
  transfer: Transfer,
  line: TransferLine,
  { movableLineGids, message, items }: MoveOption,
): Hindrance[] {
  if (movableLineGids.includes(line.gid)) return [];
  const item = items[line.gid];
  if (!item || item.isStocked) return [stay(transfer, "not_offered", line.lineGid, message)];
  const { purchaseOrderId, toGid: locationGid, isReturn } = transfer;
  const { inventoryItemGid } = item;
  const step = stockStep({ inventoryItemGid, locationGid });
  const failed = refused.find((one) => one.step === step);
  if (failed) return [stay(transfer, "refused", line.lineGid, failed.message)];
  const may = isReturn ? "not_allowed" : (stocking.get(locationGid) ?? "not_allowed");
  if (may === "allowed")
    return [{ activation: { purchaseOrderId, inventoryItemGid, locationGid } }];
  const code = may === "not_granted" ? "stocking_not_granted" : "not_stocked";
  return [stay(transfer, code, line.lineGid, null)];
}

const stay = (
  { purchaseOrderId, toGid, isReturn }: Transfer,
  code: StayCode,
  lineGid: string | null,
  message: string | null,
): { readonly stay: Stay } => ({
  stay: { purchaseOrderId, toGid, isReturn, code, lineGid, message },
});

/** In the order in which they were planned. */
function groupByParty(transfers: readonly Transfer[]): Transfer[][] {
  const groups = new Map<string, Transfer[]>();
  for (const transfer of transfers) {
    const key = `${transfer.purchaseOrderId} ${transfer.toGid} ${transfer.isReturn}`;
    groups.set(key, [...(groups.get(key) ?? []), transfer]);
  }
  return [...groups.values()];
}
