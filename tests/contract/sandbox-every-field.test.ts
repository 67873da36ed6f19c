/** Every field of every type the store holds has an answer: none is left out, none fails inside. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
} from "graphql";
import { expect, test } from "vitest";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { fillScene, openScene } from "./sandbox-scene.ts";

const scene = openScene();
fillScene(scene);
const { schema } = adminSchema();
const TYPES =
  "Order LineItem OrderTransaction FulfillmentOrder Fulfillment Return ReverseFulfillmentOrder ReverseDelivery Customer StoreCreditAccount Product ProductVariant InventoryItem InventoryLevel Location BulkOperation WebhookSubscription".split(
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

type Field = GraphQLField<unknown, unknown>;

function fieldsOf(type: GraphQLCompositeType): Field[] {
  if (!("getFields" in type)) return [];
  return Object.values(type.getFields()).filter(
    (field) => !field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined),
  );
}

/** The field with all scalars below it, `depth` objects deep. */
function select(field: Field, depth: number): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  if (!isCompositeType(type) || isAbstractType(type)) return `${field.name} { __typename }`;
  if (!type.name.endsWith("Connection")) return `${field.name} { ${inner(type, depth)} }`;
  const node = isObjectType(type) ? getNamedType(type.getFields().nodes!.type) : null;
  const body = isCompositeType(node) ? inner(node, depth) : "__typename";
  return `${field.name}(first: 2) { nodes { ${body} } edges { cursor } pageInfo { hasNextPage } }`;
}

function inner(type: GraphQLCompositeType, depth: number): string {
  if (isAbstractType(type) || depth === 0) return "__typename";
  const leaves = fieldsOf(type).filter((field) => isLeafType(getNamedType(field.type)));
  return ["__typename", ...leaves.map((field) => field.name)].join(" ");
}

function idOf(type: string): string {
  const text = JSON.stringify(
    (Object.values(scene.shop) as unknown[]).map((value) =>
      value instanceof Map ? [...value] : value,
    ),
  );
  return JSON.parse(`"${new RegExp(`gid://shopify/${type}/[^"\\\\ ]+`).exec(text)![0]}"`);
}
