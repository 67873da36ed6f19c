/** Rules of stock writes and of webhook subscriptions that the reference states. */
import { expect, test } from "vitest";
import { openScene } from "./sandbox-scene.ts";

const { shop, call } = openScene();
const [variant] = [...shop.variants.values()];
const [here, there] = [...shop.locations.keys()];
const LEDGER = "gid://aftercare/Document/1";
let keys = 0;

function write(mutation: "Adjust" | "Set" | "Move", input: object) {
  const answer = call(
    `mutation ($input: Inventory${mutation}QuantitiesInput!) {
      inventory${mutation}Quantities(input: $input) @idempotent(key: "key-${++keys}") {
        inventoryAdjustmentGroup { changes { name delta } }
        userErrors { field code }
      }
    }`,
    { input: { reason: "correction", ...input } },
  );
  expect(answer.errors).toEqual([]);
  const payload = answer.data?.[`inventory${mutation}Quantities`];
  return (payload.userErrors[0] ?? payload.inventoryAdjustmentGroup.changes) as object;
}
const pair = { inventoryItemId: variant?.inventoryItemId, changeFromQuantity: null };
const change = (rest: object = {}) => ({ ...pair, locationId: here, delta: 1, ...rest });
const quantity = (rest: object = {}) => ({ ...pair, locationId: here, quantity: 5, ...rest });
const side = (name: string, rest: object = {}) => ({
  locationId: here,
  name,
  changeFromQuantity: null,
  ...(name === "available" ? {} : { ledgerDocumentUri: LEDGER }),
  ...rest,
});
const move = (from: object, to: object) => ({
  referenceDocumentUri: "gid://aftercare/Transfer/1",
  changes: [{ inventoryItemId: variant?.inventoryItemId, quantity: 1, from, to }],
});

test.each<[string, "Adjust" | "Set" | "Move", object, string | null]>([
  [
    "an item and a place twice, which has no code when adjusting",
    "Adjust",
    { name: "available", changes: [change(), change()] },
    null,
  ],
  [
    "an item and a place twice",
    "Set",
    { name: "available", quantities: [quantity(), quantity()] },
    "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
  ],
  [
    "a state that cannot be set",
    "Set",
    { name: "damaged", quantities: [quantity()] },
    "INVALID_NAME",
  ],
  [
    "two ledger documents",
    "Adjust",
    {
      name: "damaged",
      changes: [
        change({ ledgerDocumentUri: LEDGER }),
        change({ locationId: there, ledgerDocumentUri: "gid://aftercare/Document/2" }),
      ],
    },
    "MAX_ONE_LEDGER_DOCUMENT",
  ],
  [
    "a ledger document that is no URI",
    "Adjust",
    { name: "damaged", changes: [change({ ledgerDocumentUri: "paper" })] },
    "INVALID_LEDGER_DOCUMENT",
  ],
  [
    "a reference that is no URI",
    "Adjust",
    { name: "available", referenceDocumentUri: "paper", changes: [change()] },
    "INVALID_REFERENCE_DOCUMENT",
  ],
  [
    "a move without the ledger document of its state",
    "Move",
    move(side("available"), side("damaged", { ledgerDocumentUri: null })),
    "INVALID_QUANTITY_DOCUMENT",
  ],
  [
    "a move between places",
    "Move",
    move(side("available"), side("damaged", { locationId: there })),
    "DIFFERENT_LOCATIONS",
  ],
])("a stock write refuses %s", (_what, mutation, input, code) => {
  expect(write(mutation, input)).toMatchObject({ code });
});

test("what is damaged is on hand, what is on its way is not", () => {
  const adjust = (name: string) =>
    write("Adjust", { name, changes: [change({ ledgerDocumentUri: LEDGER })] });
  expect(adjust("damaged")).toEqual([
    { name: "damaged", delta: 1 },
    { name: "on_hand", delta: 1 },
  ]);
  expect(adjust("incoming")).toEqual([{ name: "incoming", delta: 1 }]);
});

const subscribe = (rest: string, topic = "ORDERS_CREATE") =>
  call(
    `mutation { webhookSubscriptionCreate(topic: ${topic}, webhookSubscription: { ${rest} }) { userErrors { field message } } }`,
  ).data?.webhookSubscriptionCreate.userErrors as { field: string[]; message: string }[];

test.each<[string, string, string]>([
  ["another protocol", `uri: "ftp://app.example/a"`, "Address protocol ftp:// is not supported"],
  ["a host of Shopify's", `uri: "https://x.myshopify.com/a"`, "Address is not allowed"],
  [
    "a filter without a field",
    `uri: "https://app.example/a", filter: "paid"`,
    "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.",
  ],
  [
    "a name with a space",
    `uri: "https://app.example/a", name: "a b"`,
    "Name can only contain letters, numbers, underscores and hyphens",
  ],
])("a webhook subscription refuses %s", (_what, input, message) => {
  expect(subscribe(input).map((error) => error.message)).toEqual([message]);
});

test("a subscription's name is taken without regard to case, its address once per topic and filter", () => {
  expect(subscribe(`uri: "https://app.example/a", name: "Orders"`)).toEqual([]);
  expect(subscribe(`uri: "https://app.example/b", name: "ORDERS"`)[0]?.field.at(-1)).toBe("name");
  expect(subscribe(`uri: "https://app.example/a"`)[0]?.message).toBe(
    "Address for this topic has already been taken",
  );
  expect(subscribe(`uri: "https://app.example/a", filter: "test:false AND id:>=1"`)).toEqual([]);
});
