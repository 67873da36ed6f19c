/** Every mutation and root query there is answers on a filled store: with what it requires, and with everything it takes. */
import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  type GraphQLField,
} from "graphql";
import { expect, test } from "vitest";
import { RESOLVERS } from "#sandbox/graphql/resolvers/index.ts";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { fieldsOf, selectField } from "./sandbox-selection.ts";
import { anyId, fillScene, openScene, variablesFor } from "./sandbox-scene.ts";

const { schema } = adminSchema();
const mutations = Object.keys(RESOLVERS["Mutation"] ?? {});
const queries = Object.keys(RESOLVERS["QueryRoot"] ?? {});
/** A capture of the real store ends in the same internal error: no location can take them. */
const MAY_FAIL = new Set(["fulfillmentOrdersReroute"]);

type Root = GraphQLField<unknown, unknown>;

/** `$a0: Type` for each argument; only required ones unless `isFull`. */
function documentFor(kind: "mutation" | "query", field: Root, isFull: boolean): string {
  const args = field.args.filter(
    (arg) =>
      isFull ||
      /^first$/.test(arg.name) ||
      (isNonNullType(arg.type) && arg.defaultValue === undefined),
  );
  const chosen = args.filter(
    (arg) =>
      !["last", "before", "after", "query", "savedSearchId"].includes(arg.name) ||
      kind === "mutation",
  );
  const head = chosen.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(", ");
  const pass = chosen.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const type = getNamedType(field.type);
  const inner = isLeafType(type)
    ? ""
    : isCompositeType(type)
      ? `{ __typename ${fieldsOf(type)
          .map((one) => selectField(one, 1))
          .join(" ")} }`
      : "";
  const keyed = IDEMPOTENT.has(field.name) ? ' @idempotent(key: "key-1")' : "";
  return `${kind} Ask${head ? `(${head})` : ""} { ${field.name}${pass ? `(${pass})` : ""}${keyed} ${inner} }`;
}

const IDEMPOTENT = new Set(
  "inventoryActivate inventoryAdjustQuantities inventorySetQuantities inventorySetOnHandQuantities inventoryMoveQuantities refundCreate locationActivate locationDeactivate".split(
    " ",
  ),
);

/** The cards of the app and of the shop itself are answered only in part, and say so by name. */
const CARDS = /does not support (App|Shop)\.\w+\.$/;
const OURS = ["INTERNAL_SERVER_ERROR", "SANDBOX_UNSUPPORTED", "undefinedField", "INVALID_VARIABLE"];

function ask(kind: "mutation" | "query", name: string, isFull: boolean) {
  const scene = openScene();
  fillScene(scene);
  const root = kind === "mutation" ? schema.getMutationType() : schema.getQueryType();
  const field = root?.getFields()[name];
  if (!field) throw new Error(`the schema has no ${name}`);
  const query = documentFor(kind, field, isFull);
  scene.shop.buckets.clear();
  const answer = scene.call(
    query,
    variablesFor(query, (type) => anyId(scene, type), isFull),
  );
  expect(answer.status).toBe(200);
  return answer.errors.filter(
    (error) => OURS.includes(String(error.extensions?.code)) && !CARDS.test(error.message),
  );
}

test.each(mutations)("%s answers", (name) => {
  if (MAY_FAIL.has(name)) return;
  for (const isFull of [false, true])
    expect(ask("mutation", name, isFull), `with ${isFull ? "all" : "required"} arguments`).toEqual(
      [],
    );
});

test.each(queries)("the query %s answers", (name) => {
  for (const isFull of [false, true])
    expect(ask("query", name, isFull), `with ${isFull ? "all" : "required"} arguments`).toEqual([]);
});
