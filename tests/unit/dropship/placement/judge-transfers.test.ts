import { expect, test } from "vitest";
import { judgeTransfers, moveStep, type Judging } from "#app/dropship/placement/judge-transfers.ts";
import { endStep, memorySchema, NO_MEMORY } from "#app/dropship/placement/placement-memory.ts";
import { describeNote, noteSchema } from "#app/dropship/placement/placement-notes.ts";
import type { StayCode, Transfer } from "#app/dropship/placement/placement-question.ts";
import type { MoveOption } from "#app/shopify/mappers/placement-facts.ts";

const ACME = "gid://shopify/Location/2";
const ITEM = "gid://shopify/InventoryItem/1";

const transfer = (fields: Partial<Transfer> = {}): Transfer => ({
  purchaseOrderId: "1",
  fulfillmentOrderGid: "gid://shopify/FulfillmentOrder/1",
  fromGid: "gid://shopify/Location/1",
  toGid: ACME,
  isReturn: false,
  lines: [{ gid: "a", lineGid: "A", units: 2 }],
  ...fields,
});

const OPEN: MoveOption = { movableLineGids: ["a", "b"], message: null, items: {} };
const UNSTOCKED: MoveOption = {
  movableLineGids: ["b"],
  message: "Items aren't stocked.",
  items: { a: { inventoryItemGid: ITEM, isStocked: false } },
};

function judge(option: MoveOption | null, fields: Partial<Judging> = {}) {
  const transfers = fields.transfers ?? [transfer()];
  return judgeTransfers({
    options: new Map(transfers.map((one) => [moveStep(one), option])),
    stocking: new Map(),
    refused: [],
    ...fields,
    transfers,
  });
}

test("moves what Shopify offers", () => {
  expect(judge(OPEN)).toEqual({ activations: [], moves: [transfer()], stays: [] });
});

test.each<[string, StayCode, MoveOption | null, Partial<Judging>]>([
  ["a location that is not offered", "not_offered", null, {}],
  [
    "a line that is stocked there and not offered",
    "not_offered",
    { ...UNSTOCKED, items: { a: { inventoryItemGid: ITEM, isStocked: true } } },
    {},
  ],
  ["a line without a product", "not_offered", { ...UNSTOCKED, items: {} }, {}],
  ["a line that is not stocked there", "not_stocked", UNSTOCKED, {}],
  [
    "stocking that was not granted",
    "stocking_not_granted",
    UNSTOCKED,
    { stocking: new Map([[ACME, "not_granted"]]) },
  ],
  [
    "a place of their own that does not stock them any more",
    "not_stocked",
    UNSTOCKED,
    { transfers: [transfer({ isReturn: true })], stocking: new Map([[ACME, "allowed"]]) },
  ],
  [
    "a step that was refused before",
    "refused",
    OPEN,
    { refused: [{ step: moveStep(transfer()), message: "No." }] },
  ],
  [
    "stocking that was refused before",
    "refused",
    UNSTOCKED,
    {
      stocking: new Map([[ACME, "allowed"]]),
      refused: [{ step: `${ITEM} ${ACME}`, message: "No." }],
    },
  ],
])("leaves units because of %s", (_why, code, option, fields) => {
  const judged = judge(option, fields);
  expect(judged).toMatchObject({ activations: [], moves: [], stays: [{ code }] });
});

test("stocks first what may be stocked, each product once, and moves nothing of it before", () => {
  const lines = [
    { gid: "a", lineGid: "A", units: 2 },
    { gid: "b", lineGid: "B", units: 1 },
  ];
  const other = transfer({ fulfillmentOrderGid: "gid://shopify/FulfillmentOrder/2", lines });
  const stocking = new Map([[ACME, "allowed" as const]]);
  expect(judge(UNSTOCKED, { transfers: [transfer({ lines }), other], stocking })).toEqual({
    activations: [{ purchaseOrderId: "1", inventoryItemGid: ITEM, locationGid: ACME }],
    moves: [],
    stays: [],
  });
});

test("leaves all of a purchase order for one line of it, and moves another's", () => {
  const other = transfer({
    purchaseOrderId: "2",
    fulfillmentOrderGid: "gid://shopify/FulfillmentOrder/2",
    lines: [{ gid: "b", lineGid: "B", units: 1 }],
  });
  const beside = { ...other, purchaseOrderId: "1" };
  const judged = judge(UNSTOCKED, { transfers: [transfer(), beside, other] });
  expect(judged.moves).toEqual([other]);
  expect(judged.stays).toMatchObject([{ purchaseOrderId: "1", code: "not_stocked" }]);
});

test("remembers a refused step, and what it remembers can be stored", () => {
  const { lines, ...rest } = transfer();
  const step = {
    kind: "move" as const,
    intentId: "7",
    purchaseOrderId: "1",
    transfer: { ...rest, lines: lines.map((one) => ({ ...one })) },
  };
  const before = { ...NO_MEMORY, pending: [step] };
  expect(memorySchema.parse(JSON.parse(JSON.stringify(before)))).toEqual(before);
  expect(endStep(before, step, { end: "refused", message: "No.", isPerson: false })).toEqual({
    ...NO_MEMORY,
    refused: [{ step: moveStep(transfer()), message: "No.", isPerson: false }],
  });
  const done = endStep(before, step, { end: "done" });
  expect(done.moved).toMatchObject([
    { atGid: ACME, homeGid: "gid://shopify/Location/1", units: 2 },
  ]);
  expect(done.placed).toEqual([{ purchaseOrderId: "1", lineGid: "A", units: 2 }]);
});

test.each(noteSchema.shape.code.options)("says one sentence of %s that names the place", (code) => {
  const note = {
    purchaseOrderId: "1",
    code,
    locationGid: ACME,
    locationName: "Acme",
    isReturn: false,
    units: 1,
    lineGid: "A",
    message: null,
  };
  const sentence = describeNote(note, "Mug");
  expect(sentence).toContain("Acme");
  expect(sentence).toMatch(/^[A-Z].*\.$/);
});
