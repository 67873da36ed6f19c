/**
 * What a document costs, before it runs and after. Model fitted to a real store's replies (docs/sandbox.md):
 * objects 1, connections 2 + size × (1 + children), money and errors 0, mutations 10 with their payload's own objects free.
 */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

const FREE_TYPES = new Set(["MoneyBag", "MoneyV2", "PageInfo", "UserError"]);
const MUTATION_COST: Record<string, number> = {
  refundCreate: 20,
  fulfillmentTrackingInfoUpdate: 50,
  orderCapture: 20,
};
const ROOT_COST: Record<string, number> = {
  ordersCount: 10,
  productsCount: 10,
  customersCount: 10,
  productVariantsCount: 10,
};

type Scope = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

/** How many nodes a page of `n` is charged for: max(1, ⌊2·ln n⌋). */
export function pageSize(n: number): number {
  return Math.max(1, Math.floor(2 * Math.log(Math.max(1, n))));
}

/** The cost that must fit in the bucket, known before execution. */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  return costOf(schema, document, operation, variables, undefined);
}

/** The cost after execution: absent objects and half-empty pages cost less (an approximation of the live rule). */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: unknown,
): number {
  return costOf(schema, document, operation, variables, data ?? null);
}

function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: unknown,
): number {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  );
  const scope: Scope = { schema, fragments, variables };
  const isMutation = operation.operation === "mutation";
  const root = isMutation ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  let total = 0;
  for (const [key, nodes] of collect(scope, root, operation.selectionSet)) {
    const value = data === undefined ? undefined : pick(data, key);
    total += isMutation
      ? mutationCost(scope, root, nodes, value)
      : fieldCost(scope, root, nodes, value);
  }
  return total;
}

function mutationCost(
  scope: Scope,
  root: GraphQLObjectType,
  nodes: FieldNode[],
  value: unknown,
): number {
  const name = nodes[0]?.name.value ?? "";
  const base = MUTATION_COST[name] ?? 10;
  const payload = getNamedType(root.getFields()[name]?.type ?? scope.schema.getQueryType());
  if (!isObjectType(payload) || value === null) return base;
  let total = base;
  for (const [key, children] of collectAll(scope, payload, nodes)) {
    const field = payload.getFields()[children[0]?.name.value ?? ""];
    const type = field ? getNamedType(field.type) : null;
    if (!type || !isCompositeType(type) || isFree(type)) continue;
    const inner = value === undefined ? undefined : pick(value, key);
    if (type.name.endsWith("Connection")) total += fieldCost(scope, payload, children, inner);
    else total += selectionCost(scope, type, children, firstOf(inner));
  }
  return total;
}

function fieldCost(
  scope: Scope,
  parent: GraphQLCompositeType,
  nodes: FieldNode[],
  value: unknown,
): number {
  const node = nodes[0];
  if (!node) return 0;
  const field = fieldOf(scope, parent, node.name.value);
  if (!field) return 0;
  const type = getNamedType(field.type);
  if (!isCompositeType(type) || isFree(type)) return 0;
  const fixed = parent === scope.schema.getQueryType() ? ROOT_COST[node.name.value] : undefined;
  if (fixed !== undefined) return fixed;
  if (type.name.endsWith("Connection")) return connectionCost(scope, type, node, nodes, value);
  return 1 + selectionCost(scope, type, nodes, firstOf(value));
}

function connectionCost(
  scope: Scope,
  type: GraphQLCompositeType,
  node: FieldNode,
  nodes: FieldNode[],
  value: unknown,
): number {
  const asked = pageArgument(scope, node);
  const isKnown = value !== undefined && value !== null;
  let perNode = 0;
  for (const [key, children] of collectAll(scope, type, nodes)) {
    const name = children[0]?.name.value;
    if (name !== "nodes" && name !== "edges") continue;
    const found = isKnown ? pick(value, key) : undefined;
    perNode += 1 + pageChildren(scope, type, children, name, found);
  }
  if (value === null) return 2;
  if (!isKnown)
    return perNode === 0 && asked === null
      ? 2
      : 2 + (asked === null ? 0 : pageSize(asked)) * perNode;
  const count = countOf(value);
  if (asked === null) return 2;
  const share =
    count === 0 ? pageSize(asked) : Math.ceil((pageSize(asked) * count) / Math.max(1, asked));
  return 2 + share * perNode;
}

/** Cost below one node: of `nodes` directly, of `edges` inside their `node`. */
function pageChildren(
  scope: Scope,
  type: GraphQLCompositeType,
  children: FieldNode[],
  name: string,
  found: unknown,
): number {
  const field = fieldOf(scope, type, name);
  const inner = field ? getNamedType(field.type) : null;
  if (!inner || !isCompositeType(inner)) return 0;
  const first = found === undefined ? undefined : firstOf(found);
  if (name === "nodes")
    return selectionCost(scope, inner, children, first ?? (found === undefined ? undefined : null));
  for (const [key, nodeFields] of collectAll(scope, inner, children)) {
    if (nodeFields[0]?.name.value !== "node") continue;
    const nodeField = fieldOf(scope, inner, "node");
    const nodeType = nodeField ? getNamedType(nodeField.type) : null;
    if (!nodeType || !isCompositeType(nodeType)) continue;
    const value = found === undefined ? undefined : first ? pick(first, key) : null;
    return selectionCost(scope, nodeType, nodeFields, value);
  }
  return 0;
}

/** Children of an object; for interfaces and unions the dearest possible type. Null: not there, so no children. */
function selectionCost(
  scope: Scope,
  type: GraphQLCompositeType,
  nodes: FieldNode[],
  value: unknown,
): number {
  if (value === null) return 0;
  if (!isAbstractType(type)) return sum(scope, type, nodes, value);
  const conditions = concreteConditions(scope, type, nodes);
  return Math.max(0, ...conditions.map((possible) => sum(scope, possible, nodes, value)));
}

function sum(scope: Scope, type: GraphQLCompositeType, nodes: FieldNode[], value: unknown): number {
  let total = 0;
  for (const [key, children] of collectAll(scope, type, nodes)) {
    total += fieldCost(scope, type, children, value === undefined ? undefined : pick(value, key));
  }
  return total;
}

/** Types named by fragments below an abstract field, and the abstract type itself. */
function concreteConditions(
  scope: Scope,
  type: GraphQLCompositeType,
  nodes: FieldNode[],
): GraphQLCompositeType[] {
  const found = new Set<GraphQLCompositeType>([type]);
  const walk = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? scope.fragments.get(selection.name.value)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : null;
      if (!fragment) continue;
      const named = fragment.typeCondition?.name.value;
      const condition = named ? scope.schema.getType(named) : null;
      if (isObjectType(condition)) found.add(condition);
      walk(fragment.selectionSet);
    }
  };
  for (const node of nodes) if (node.selectionSet) walk(node.selectionSet);
  return [...found];
}

function collectAll(scope: Scope, type: GraphQLCompositeType, nodes: FieldNode[]) {
  const groups = new Map<string, FieldNode[]>();
  for (const node of nodes) if (node.selectionSet) collect(scope, type, node.selectionSet, groups);
  return groups;
}

function collect(
  scope: Scope,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  groups = new Map<string, FieldNode[]>(),
): Map<string, FieldNode[]> {
  for (const selection of set.selections) {
    if (isSkipped(scope, selection.directives)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      groups.set(key, [...(groups.get(key) ?? []), selection]);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? scope.fragments.get(selection.name.value)
        : selection;
    if (!fragment) continue;
    const named = fragment.typeCondition?.name.value;
    if (named && !applies(scope, named, type)) continue;
    collect(scope, type, fragment.selectionSet, groups);
  }
  return groups;
}

function applies(scope: Scope, named: string, type: GraphQLCompositeType): boolean {
  if (named === type.name) return true;
  const condition = scope.schema.getType(named);
  return isAbstractType(condition) && isObjectType(type) && scope.schema.isSubType(condition, type);
}

function isSkipped(scope: Scope, directives: FieldNode["directives"]): boolean {
  for (const directive of directives ?? []) {
    const argument = directive.arguments?.find((entry) => entry.name.value === "if");
    if (!argument) continue;
    const value =
      argument.value.kind === Kind.VARIABLE
        ? scope.variables[argument.value.name.value]
        : argument.value.kind === Kind.BOOLEAN && argument.value.value;
    if (directive.name.value === "skip" && value === true) return true;
    if (directive.name.value === "include" && value === false) return true;
  }
  return false;
}

function pageArgument(scope: Scope, node: FieldNode): number | null {
  for (const name of ["first", "last"]) {
    const argument = node.arguments?.find((entry) => entry.name.value === name);
    if (!argument) continue;
    const value =
      argument.value.kind === Kind.VARIABLE
        ? scope.variables[argument.value.name.value]
        : argument.value.kind === Kind.INT
          ? Number(argument.value.value)
          : null;
    if (typeof value === "number") return value;
  }
  return null;
}

function fieldOf(
  scope: Scope,
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === "__schema" || name === "__type") {
    return scope.schema.getQueryType() === type ? introspectionFields(scope)[name] : undefined;
  }
  if (!("getFields" in type)) return undefined;
  return type.getFields()[name];
}

function introspectionFields(scope: Scope): Record<string, GraphQLField<unknown, unknown>> {
  const make = (typeName: string) =>
    ({ name: typeName, type: scope.schema.getType(typeName) }) as unknown as GraphQLField<
      unknown,
      unknown
    >; // only `type` is read
  return { __schema: make("__Schema"), __type: make("__Type") };
}

const isFree = (type: GraphQLCompositeType) =>
  FREE_TYPES.has(type.name) || type.name.endsWith("UserError") || type.name.endsWith("Error");

function pick(value: unknown, key: string): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(value)) return pick(firstOf(value), key);
  const found = (value as Record<string, unknown>)[key];
  return found === undefined ? null : found;
}

/** A list counts as one object: its first filled element stands for it; an empty list still counts with its children. */
function firstOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.length === 0 ? undefined : (value.find((entry) => entry !== null) ?? null);
}

function countOf(value: unknown): number {
  const lists = Object.values(value as Record<string, unknown>).filter(Array.isArray);
  return lists.reduce((most, list) => Math.max(most, list.length), 0);
}
