import { expect, test } from "vitest";
import { buildIntentKinds, type LookContext } from "#app/rails/intent-kind.ts";
import type { ShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Json } from "#app/rails/json.ts";
import { SHOPIFY_INTENT_KINDS } from "#app/rails/shopify-intent-kinds.ts";
import { bearsMark, markNote } from "#app/rails/kinds/args.ts";

const reference = "ac-0123456789abcdef";
const mark = `[Aftercare ${reference}]`;

function kindOf(name: string): ShopifyKind {
  const kind = SHOPIFY_INTENT_KINDS.find((one) => one.name === name);
  if (!kind) throw new Error(`There is no kind ${name}.`);
  return kind;
}

const contextOf = (args: Json, more: Partial<LookContext> = {}): LookContext => ({
  shopId: 1n,
  args,
  reference,
  idempotencyKey: `${reference}-1`,
  signal: new AbortController().signal,
  before: null,
  outcome: null,
  ...more,
});

/** Looks at an answer made up for the test. */
const look = (name: string, args: Json, seen: object, more: Partial<LookContext> = {}) =>
  kindOf(name).look(async () => seen as never, contextOf(args, more));

/** The variables that a call would send. */
async function variablesOf(name: string, args: Json): Promise<Record<string, unknown>> {
  const sent: Record<string, unknown>[] = [];
  const run = async (_document: unknown, variables: Record<string, unknown>) => {
    sent.push(variables);
    return {} as never;
  };
  await kindOf(name).call(run, contextOf(args));
  return sent[0] ?? {};
}

const gid = (type: string, id = 1) => `gid://shopify/${type}/${id}`;
const refundArgs = {
  orderGid: gid("Order"),
  currency: "KWD",
  lines: [
    { lineGid: gid("LineItem"), quantity: 1, restockType: "RETURN", locationGid: gid("Location") },
  ],
  shippingMinor: "1500",
  payments: [{ transactionGid: gid("OrderTransaction"), gateway: "cash", amountMinor: "12345" }],
  storeCredit: { amountMinor: "5", expiresAt: null },
  note: "Late",
  notifyCustomer: true,
  discrepancyReason: null,
};

test("no two kinds share a name", () => {
  expect(new Set(SHOPIFY_INTENT_KINDS.map(({ name }) => name)).size).toBe(
    SHOPIFY_INTENT_KINDS.length,
  );
  const twin = { name: "a" } as never;
  expect(() => buildIntentKinds([twin, twin])).toThrow(/share one name/);
});

test("a refund sends its key, its mark, exact decimals and whom to tell", async () => {
  expect(await variablesOf("refund", refundArgs)).toEqual({
    idempotencyKey: `${reference}-1`,
    input: {
      orderId: gid("Order"),
      currency: "KWD",
      note: `Late ${mark}`,
      notify: true,
      allowOverRefunding: false,
      refundLineItems: [
        {
          lineItemId: gid("LineItem"),
          quantity: 1,
          restockType: "RETURN",
          locationId: gid("Location"),
        },
      ],
      shipping: { amount: "1.500" },
      transactions: [
        {
          orderId: gid("Order"),
          parentId: gid("OrderTransaction"),
          gateway: "cash",
          kind: "REFUND",
          amount: "12.345",
        },
      ],
      refundMethods: [{ storeCreditRefund: { amount: { amount: "0.005", currencyCode: "KWD" } } }],
    },
  });
});

test("a refund is worth its payments and its store credit", () => {
  expect(kindOf("refund").moneyOf(refundArgs)).toEqual({ amountMinor: 12_350n, currency: "KWD" });
});

const notifying: [string, Json, string][] = [
  ["refund", refundArgs, "notify"],
  [
    "process_return",
    {
      returnGid: gid("Return"),
      currency: "USD",
      lines: [],
      exchangeLines: [],
      refund: null,
      shippingMinor: null,
      note: "",
      notifyCustomer: true,
    },
    "notifyCustomer",
  ],
  [
    "cancel_order",
    {
      orderGid: gid("Order"),
      reason: "OTHER",
      restock: true,
      refund: null,
      staffNote: "",
      notifyCustomer: true,
    },
    "notifyCustomer",
  ],
  [
    "create_fulfillment",
    {
      orderGid: gid("Order"),
      parts: [
        {
          fulfillmentOrderGid: gid("FulfillmentOrder"),
          lines: [{ gid: gid("FulfillmentOrderLineItem"), quantity: 1 }],
        },
      ],
      tracking: null,
      notifyCustomer: true,
    },
    "notifyCustomer",
  ],
  [
    "credit_store_credit",
    {
      ownerGid: gid("Customer"),
      amountMinor: "1",
      currency: "USD",
      expiresAt: null,
      notifyCustomer: true,
    },
    "notify",
  ],
  [
    "save_fulfillment_tracking",
    {
      fulfillmentGid: gid("Fulfillment"),
      tracking: { company: null, numbers: ["1"], urls: [] },
      notifyCustomer: true,
    },
    "notifyCustomer",
  ],
];

test.each(notifying)(
  "%s says whom to tell, either way, and cannot leave it out",
  async (name, args, field) => {
    for (const notifyCustomer of [true, false]) {
      const text = JSON.stringify(await variablesOf(name, { ...(args as object), notifyCustomer }));
      expect(text).toContain(`"${field}":${notifyCustomer}`);
    }
    const { notifyCustomer: _left, ...rest } = args as { notifyCustomer: boolean };
    await expect(variablesOf(name, rest)).rejects.toThrow();
  },
);

test("a cancellation without money counts against no ceiling", () => {
  expect(
    kindOf("cancel_order").moneyOf({
      orderGid: gid("Order"),
      reason: "OTHER",
      restock: true,
      refund: null,
      staffNote: "",
      notifyCustomer: false,
    }),
  ).toBeNull();
});

test("a note keeps its mark when it has to be cut", () => {
  const note = markNote("x".repeat(400), reference, 255);
  expect(note).toHaveLength(255);
  expect(bearsMark(note, reference)).toBe(true);
  expect(bearsMark(note, "ac-0123456789abcde")).toBe(false);
  expect(bearsMark(null, reference)).toBe(false);
});

const refunds = (...notes: (string | null)[]) => ({
  order: { refunds: notes.map((note, at) => ({ id: gid("Refund", at + 1), note })) },
});

test.each<[string, object, object]>([
  [
    "ours among others",
    refunds("Late", `Late ${mark}`),
    { kind: "effect", outcome: { refundGid: gid("Refund", 2) } },
  ],
  ["only others", refunds("Late", null, "[Aftercare ac-ffffffffffffffff]"), { kind: "nothing" }],
  ["none at all", refunds(), { kind: "nothing" }],
  [
    "more than can be read",
    refunds(...Array.from({ length: 250 }, () => "Late")),
    { kind: "unsure" },
  ],
])("a look for a refund among %s", async (_title, seen, sight) => {
  expect(await look("refund", refundArgs, seen)).toMatchObject(sight);
});

const processArgs = {
  returnGid: gid("Return"),
  currency: "USD",
  lines: [{ gid: gid("ReturnLineItem"), quantity: 2, dispositions: [] }],
  exchangeLines: [],
  refund: null,
  shippingMinor: null,
  note: "",
  notifyCustomer: false,
};
const withMoney = {
  ...processArgs,
  refund: { payments: [], storeCredit: { amountMinor: "1", expiresAt: null } },
};
const progress = (processedQuantity: number, note: string | null = null) => ({
  return: {
    returnLineItems: { nodes: [{ id: gid("ReturnLineItem"), processedQuantity }] },
    exchangeLineItems: { nodes: [] },
    refunds: { nodes: note === null ? [] : [{ id: gid("Refund"), note }] },
  },
});

test.each<[string, Json, object, string]>([
  ["nothing processed since", processArgs, progress(1), "nothing"],
  ["just our units processed since", processArgs, progress(3), "effect"],
  ["other units processed since", processArgs, progress(2), "unsure"],
  ["our units processed, but no refund of ours", withMoney, progress(3), "unsure"],
  ["a refund of ours", withMoney, progress(3, mark), "effect"],
])("a look at a return with %s", async (_title, args, seen, kind) => {
  const before = { [gid("ReturnLineItem")]: 1 };
  expect(await look("process_return", args, seen, { before })).toMatchObject({ kind });
});

const cancelArgs = {
  orderGid: gid("Order"),
  reason: "OTHER",
  restock: true,
  refund: { amountMinor: "1", currency: "USD" },
  staffNote: "",
  notifyCustomer: false,
};
const cancelled = (staffNote: string | null) => ({
  order: { cancelledAt: "2026-11-21T12:00:00Z", cancellation: { staffNote } },
});

test.each<[string, object, string]>([
  ["cancelled with our mark", cancelled(`x ${mark}`), "effect"],
  ["cancelled, and no note can be read", cancelled(null), "effect"],
  ["cancelled by somebody else", cancelled("By hand"), "unsure"],
  [
    "not cancelled while the job runs",
    { order: { cancelledAt: null }, job: { done: false } },
    "pending",
  ],
  ["not cancelled after the job", { order: { cancelledAt: null }, job: { done: true } }, "nothing"],
  ["not cancelled and no job known", { order: { cancelledAt: null } }, "nothing"],
])("a look at an order %s", async (_title, seen, kind) => {
  expect(await look("cancel_order", cancelArgs, seen)).toMatchObject({ kind });
});

const shipArgs = {
  orderGid: gid("Order"),
  parts: [
    {
      fulfillmentOrderGid: gid("FulfillmentOrder"),
      lines: [{ gid: gid("FulfillmentOrderLineItem"), quantity: 2 }],
    },
  ],
  tracking: { company: null, numbers: ["1Z"], urls: [] },
  notifyCustomer: false,
};
const state = (remaining: number, ...shipments: { units: number; number: string }[]) => ({
  fulfillments: shipments.map(({ units, number }, at) => ({
    gid: gid("Fulfillment", at + 1),
    trackingNumbers: [number],
    lines: [{ lineGid: gid("LineItem"), quantity: units }],
  })),
  fulfillmentOrders: [
    {
      gid: gid("FulfillmentOrder"),
      status: "OPEN",
      locationGid: gid("Location"),
      holds: [],
      lines: [
        { gid: gid("FulfillmentOrderLineItem"), lineGid: gid("LineItem"), quantity: remaining },
      ],
    },
  ],
});
type State = ReturnType<typeof state>;
/** The same state in Shopify's shape. */
const asAnswer = ({ fulfillments, fulfillmentOrders }: State) => ({
  order: {
    fulfillments: fulfillments.map(({ gid: id, trackingNumbers, lines }) => ({
      id,
      trackingInfo: trackingNumbers.map((number) => ({ number })),
      fulfillmentLineItems: {
        nodes: lines.map(({ lineGid, quantity }) => ({ quantity, lineItem: { id: lineGid } })),
      },
    })),
    fulfillmentOrders: {
      nodes: fulfillmentOrders.map((entry) => ({
        id: entry.gid,
        status: entry.status,
        assignedLocation: { location: { id: entry.locationGid } },
        fulfillmentHolds: entry.holds,
        lineItems: {
          nodes: entry.lines.map((line) => ({
            id: line.gid,
            remainingQuantity: line.quantity,
            lineItem: { id: line.lineGid },
          })),
        },
      })),
    },
  },
});

test.each<[string, State, string]>([
  ["no new one", state(5), "nothing"],
  ["one of our units and number", state(3, { units: 2, number: "1Z" }), "effect"],
  ["one of our units, the number tidied", state(3, { units: 2, number: "1z " }), "effect"],
  ["one of our units and another number", state(3, { units: 2, number: "2Z" }), "unsure"],
  ["one of other units and our number", state(4, { units: 1, number: "1Z" }), "unsure"],
  ["one that has nothing of ours", state(4, { units: 1, number: "2Z" }), "nothing"],
  ["one that took what we wanted to ship", state(1, { units: 4, number: "2Z" }), "unsure"],
])("a look for a shipment with %s", async (_title, now, kind) => {
  expect(
    await look("create_fulfillment", shipArgs, asAnswer(now), { before: state(5) }),
  ).toMatchObject({ kind });
});

test("a shipment that was there before is not ours", async () => {
  const known = state(3, { units: 2, number: "1Z" });
  expect(await look("create_fulfillment", shipArgs, asAnswer(known), { before: known })).toEqual({
    kind: "nothing",
  });
});

test("several tracking numbers go in the plural fields", async () => {
  const tracking = {
    company: "UPS",
    numbers: ["1", "2"],
    urls: ["https://a.example/1", "https://a.example/2"],
  };
  expect(await variablesOf("create_fulfillment", { ...shipArgs, tracking })).toMatchObject({
    fulfillment: { trackingInfo: { company: "UPS", numbers: ["1", "2"], urls: tracking.urls } },
  });
});

test("no arguments can ship everything or lift every hold by leaving lines or ids out", () => {
  const parts = [{ fulfillmentOrderGid: gid("FulfillmentOrder"), lines: [] }];
  expect(kindOf("create_fulfillment").args.safeParse({ ...shipArgs, parts }).success).toBe(false);
  const release = {
    orderGid: gid("Order"),
    fulfillmentOrderGid: gid("FulfillmentOrder"),
    holdGids: [],
  };
  expect(kindOf("release_holds").args.safeParse(release).success).toBe(false);
});

test.each<[string, number, string]>([
  ["no new credit", 0, "nothing"],
  ["one new credit", 1, "effect"],
  ["two new credits", 2, "unsure"],
])("a look for store credit with %s of the amount", async (_title, added, kind) => {
  const credit = (id: number, amount: string) => ({
    id: gid("StoreCreditAccountCreditTransaction", id),
    event: "ADJUSTMENT",
    amount: { amount, currencyCode: "USD" },
  });
  const nodes = [
    credit(1, "10.0"),
    credit(2, "9.99"),
    ...Array.from({ length: added }, (_one, at) => credit(10 + at, "10.0")),
  ];
  const args = {
    ownerGid: gid("StoreCreditAccount"),
    amountMinor: "1000",
    currency: "USD",
    expiresAt: null,
    notifyCustomer: false,
  };
  const before = [credit(1, "").id];
  expect(
    await look(
      "credit_store_credit",
      args,
      { node: { id: "x", transactions: { nodes } } },
      { before },
    ),
  ).toMatchObject({ kind });
});
