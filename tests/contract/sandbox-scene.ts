/** A shop with one of everything, and variables that fit any document: ids of the right kind, inputs with what they require. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  parse,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type GraphQLInputType,
} from "graphql";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { createFulfillmentService } from "#sandbox/domain/catalogue.ts";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { beginEdit } from "#sandbox/domain/edit-order.ts";
import { createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { createReturn } from "#sandbox/domain/returns.ts";
import { createReverseDelivery } from "#sandbox/domain/reverse-logistics.ts";
import { creditAccount } from "#sandbox/domain/store-credit.ts";
import { executeAdmin } from "#sandbox/graphql/execute-admin.ts";
import { minimalWorld, SANDBOX_TOKEN } from "#sandbox/store/minimal-seed.ts";
import type { ShopState, World } from "#sandbox/store/types.ts";

export type Scene = {
  world: World;
  shop: ShopState;
  call: (query: string, variables?: object, options?: Options) => Answer;
};
type Options = { token?: string; apiVersion?: string; operationName?: string };
export type Answer = {
  status: number;
  headers: Record<string, string>;
  data: Record<string, any> | null;
  errors: { message: string; path?: unknown[]; extensions?: Record<string, any> }[];
  extensions: Record<string, any>;
  body: any;
};

export function openScene(): Scene {
  const { world, shop } = minimalWorld();
  world.schedule = () => undefined; // background work is driven by reads
  const call: Scene["call"] = (query, variables = {}, options = {}) => {
    const reply = executeAdmin(world, shop, {
      query,
      variables,
      operationName: options.operationName,
      token: options.token ?? SANDBOX_TOKEN,
      apiVersion: options.apiVersion ?? "2026-07",
    });
    const body = reply.body as any;
    return {
      status: reply.status,
      headers: reply.headers,
      data: body.data ?? null,
      errors: body.errors ?? [],
      extensions: body.extensions ?? {},
      body,
    };
  };
  return { world, shop, call };
}

/** One order of each kind, so that every id type has something to point at. */
export function fillScene({ world, shop, call }: Scene): void {
  const [variant] = [...shop.variants.keys()];
  const line = { variantId: variant ?? null, quantity: 3 };
  const paid = { kind: "SALE" as const, amount: { shop: 4500, presentment: 4500 } };
  const draft = { email: "robin1@portland.example", lineItems: [line], transactions: [paid] };
  createOrder(world, shop, draft);
  const shipped = createOrder(world, shop, draft);
  const entry = shop.fulfillmentOrders.get(shipped.fulfillmentOrderIds[0]!)!;
  const fulfillment = createFulfillment(world, shop, {
    groups: [{ entry }],
    tracking: { number: "1Z", company: "UPS" },
  });
  if (!fulfillment.ok) throw new Error("scene");
  const fulfillmentLineItemId = fulfillment.value.lines[0]!.id;
  createReturn(world, shop, shipped, {
    mode: "request",
    lines: [{ fulfillmentLineItemId, quantity: 1, reason: "STYLE" }],
  });
  const open = createReturn(world, shop, shipped, {
    mode: "create",
    lines: [{ fulfillmentLineItemId, quantity: 1, reason: "STYLE" }],
  });
  if (open.ok) {
    createReverseDelivery(
      world,
      shop,
      shop.reverseFulfillmentOrders.get(open.value.reverseFulfillmentOrderIds[0]!)!,
      { lines: [] },
    );
  }
  const appId = [...shop.installations.keys()][0]!;
  const service = createFulfillmentService(world, shop, { name: "Swift Supply", appId });
  createOrder(world, shop, { ...draft, locationId: service.locationId });
  creditAccount(world, shop, [...shop.customers.keys()][0]!, {
    amountMinor: 1000,
    currency: "USD",
  });
  call(
    'mutation { bulkOperationRunQuery(query: "{ products { edges { node { id } } } }") { bulkOperation { id } userErrors { message } } }',
  );
  call(
    'mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://app.example/hooks" }) { webhookSubscription { id } } }',
  );
  call(
    'mutation { draftOrderCreate(input: { email: "d@example.com", lineItems: [{ title: "Drafted", quantity: 2, originalUnitPrice: "4" }], paymentTerms: { paymentTermsTemplateId: "gid://shopify/PaymentTermsTemplate/4" } }) { userErrors { message } } }',
  );
  const edited = createOrder(world, shop, { ...draft, transactions: [] });
  beginEdit(world, shop, edited);
  call(
    `mutation { orderCancel(orderId: "${createOrder(world, shop, draft).id}", reason: OTHER, restock: true) { job { id } } }`,
  );
}

/** Some existing id of the type; one of nothing where the scene has none. */
export function anyId({ shop }: Scene, type: string): string {
  const tables = (Object.values(shop) as unknown[]).filter(
    (value): value is Map<string, unknown> => value instanceof Map,
  );
  for (const table of tables) {
    for (const [key, value] of table) {
      if (typeof key === "string" && key.startsWith(`gid://shopify/${type}/`)) return key;
      const found = JSON.stringify(value ?? null).match(new RegExp(`gid://shopify/${type}/[^"]+`));
      if (found) return found[0];
    }
  }
  return `gid://shopify/${type}/4242`;
}

/**
 * Variables for a document; ids come from `ids` by the gid types the schema names. `isFull` fills optional variables and
 * optional input fields too, a few levels deep.
 */
export function variablesFor(
  query: string,
  ids: (type: string) => string,
  isFull = false,
): Record<string, unknown> {
  const { schema, gidTypes } = adminSchema();
  const document = parse(query);
  const kinds = new Map<string, string[]>();
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Argument(node) {
        if (node.value.kind !== "Variable") return;
        const key = `${info.getParentType()?.name ?? ""}.${info.getFieldDef()?.name ?? ""}(${node.name.value})`;
        kinds.set(node.value.name.value, gidTypes.get(key) ?? []);
      },
      ObjectField(node) {
        if (node.value.kind !== "Variable") return;
        const parent = getNamedType(info.getParentInputType() ?? schema.getQueryType()!);
        kinds.set(node.value.name.value, gidTypes.get(`${parent.name}.${node.name.value}`) ?? []);
      },
    }),
  );
  const out: Record<string, unknown> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== "OperationDefinition") continue;
    for (const variable of definition.variableDefinitions ?? []) {
      const name = variable.variable.name.value;
      const type = typeFromAST(schema, variable.type as never);
      if (!isInputType(type)) continue;
      if (!isFull && !isNonNullType(type) && !/first|last/i.test(name)) continue;
      out[name] = valueFor({ ids, isFull }, type, name, kinds.get(name) ?? [], 0);
    }
  }
  return out;
}

type Filling = { ids: (type: string) => string; isFull: boolean };
const FULL_DEPTH = 3;

function valueFor(
  filling: Filling,
  type: GraphQLInputType,
  name: string,
  kinds: readonly string[],
  depth: number,
): unknown {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable))
    return [valueFor(filling, nullable.ofType as GraphQLInputType, name, kinds, depth)];
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const chosen = nullable.isOneOf
      ? fields.slice(0, 1)
      : fields.filter(
          (field) =>
            isRequiredInputField(field) ||
            ALWAYS.has(field.name) ||
            (filling.isFull && depth < FULL_DEPTH),
        );
    return Object.fromEntries(
      chosen.map((field) => [
        field.name,
        field.name === "changeFromQuantity"
          ? null
          : valueFor(
              filling,
              field.type,
              field.name,
              adminSchema().gidTypes.get(`${nullable.name}.${field.name}`) ?? [],
              depth + 1,
            ),
      ]),
    );
  }
  switch (getNamedType(nullable).name) {
    case "ID":
      return filling.ids(kinds[0] ?? "Order");
    case "Int":
      return /first|last/i.test(name) ? 5 : 1;
    case "Float":
      return 10;
    case "Boolean":
      return true;
    case "DateTime":
      return "2027-01-01T00:00:00Z";
    case "URL":
      return "https://app.example/file.pdf";
    case "Decimal":
    case "Money":
      return "1.00";
    case "UnsignedInt64":
      return "100";
    default:
      return TEXT[name] ?? "example";
  }
}

/** Optional fields that run-time rules ask for. */
const ALWAYS = new Set(["changeFromQuantity", "returnReasonDefinitionId"]);
const TEXT: Record<string, string> = {
  query: "{ orders { edges { node { id } } } }",
  mutation: 'mutation { tagsAdd(id: "gid://shopify/Order/1", tags: ["a"]) { node { id } } }',
  name: "available",
  reason: "correction",
  idempotencyKey: "key-1",
  key: "key-1",
};
