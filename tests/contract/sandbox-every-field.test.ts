/** Every field of every type the store holds has an answer: none is left out, none fails inside. */
import type { GraphQLCompositeType } from "graphql";
import { expect, test } from "vitest";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { fieldsOf, selectField as select } from "./sandbox-selection.ts";
import { fillScene, openScene } from "./sandbox-scene.ts";

const scene = openScene();
fillScene(scene);
const { schema } = adminSchema();
const TYPES =
  "Order LineItem OrderTransaction FulfillmentOrder Fulfillment Return ReverseFulfillmentOrder ReverseDelivery Customer StoreCreditAccount Product ProductVariant InventoryItem InventoryLevel Location BulkOperation WebhookSubscription DraftOrder PaymentTerms CalculatedOrder".split(
    " ",
  );

test.each(TYPES)("every field of %s answers", (type) => {
  const failures = fieldsOf(schema.getType(type) as GraphQLCompositeType).flatMap((field) => {
    scene.shop.buckets.clear();
    const answer = scene.call(
      `{ node(id: "${idOf(type)}") { ... on ${type} { ${select(field, 1)} } } }`,
    );
    expect(answer.data?.node ?? null, `${type} is in the scene`).not.toBeUndefined();
    return answer.errors
      .filter((error) => error.extensions?.code !== "ACCESS_DENIED")
      .map((error) => `${field.name}: ${error.message}`);
  });
  expect(failures).toEqual([]);
});

function idOf(type: string): string {
  const text = JSON.stringify(
    (Object.values(scene.shop) as unknown[]).map((value) =>
      value instanceof Map ? [...value] : value,
    ),
  );
  return JSON.parse(`"${new RegExp(`gid://shopify/${type}/[^"\\\\ ]+`).exec(text)![0]}"`);
}
