/** The rules of a bulk query's inner document, with Shopify's refusals, in the order it gives them. */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { syntaxMessage } from "#sandbox/graphql/syntax-message.ts";
import { validateDocument } from "#sandbox/graphql/validate-document.ts";

const BYTES_MAX = 65_535;
const CONNECTIONS_MAX = 5;
const DEPTH_MAX = 2;

export type CheckedQuery = {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  root: FieldNode;
};
type Found = {
  connections: number;
  depth: number;
  viaNodes: string[];
  withoutId: string[];
  inList: boolean;
  topNode: boolean;
};

/** Either the document, or every reason to refuse it. */
export function checkBulkQuery(
  text: string,
): { ok: true; query: CheckedQuery } | { ok: false; messages: string[] } {
  const bytes = Buffer.byteLength(JSON.stringify(text)) - 2;
  if (bytes > BYTES_MAX)
    return refuse(`Query is too large (${bytes} bytes; maximum is ${BYTES_MAX} bytes)`);
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return refuse(`Invalid bulk query: ${syntaxMessage(text, error)}`);
  }
  const operation = document.definitions.find((entry) => entry.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION)
    return refuse("Invalid bulk query: syntax error, unexpected end of file");
  if (operation.operation !== "query")
    return refuse("Invalid operation type. Only `query` operations are supported.");
  const invalid = validateDocument(adminSchema().schema, document);
  if (invalid.length > 0)
    return { ok: false, messages: invalid.map((error) => `Invalid bulk query: ${error.message}`) };
  const messages = structureErrors(document, operation);
  const root = operation.selectionSet.selections.find((entry) => entry.kind === Kind.FIELD);
  if (messages.length > 0 || root?.kind !== Kind.FIELD) return { ok: false, messages };
  return { ok: true, query: { document, operation, root } };
}

const refuse = (message: string) => ({ ok: false as const, messages: [message] });

function structureErrors(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    document.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry] as const] : [],
    ),
  );
  const found: Found = {
    connections: 0,
    depth: 0,
    viaNodes: [],
    withoutId: [],
    inList: false,
    topNode: false,
  };
  const root = adminSchema().schema.getQueryType();
  if (!root) return [];
  walk(found, fragments, operation.selectionSet, root, { depth: -1, inList: false, isTop: true });
  const messages: string[] = [];
  if (found.topNode) messages.push("Bulk queries cannot contain a top level `node` field.");
  if (found.connections === 0) messages.push("Bulk queries must contain at least one connection.");
  if (operation.selectionSet.selections.length > 1)
    messages.push("Bulk queries must contain a single top level field."); // guess: text
  if (found.viaNodes.length > 0) {
    const first = found.viaNodes[0] ?? "";
    messages.push(
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${first} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${found.viaNodes.join("', '")}'.`,
    );
  }
  if (found.withoutId.length > 0) {
    messages.push(
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${found.withoutId.join(", ")}.`,
    );
  }
  if (found.inList)
    messages.push(
      "Queries that contain a connection field within a list field are not currently supported.",
    );
  else if (found.depth > DEPTH_MAX)
    messages.push(
      `Bulk queries cannot contain connections with a nesting depth greater than ${DEPTH_MAX}.`,
    );
  else if (found.connections > CONNECTIONS_MAX)
    messages.push(`Bulk queries cannot contain more than ${CONNECTIONS_MAX} connections.`);
  return messages;
}

type Where = { depth: number; inList: boolean; isTop: boolean };

/** True when the selection holds a connection. */
function walk(
  found: Found,
  fragments: Map<string, FragmentDefinitionNode>,
  set: SelectionSetNode,
  parent: GraphQLCompositeType,
  where: Where,
): boolean {
  let has = false;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const named = fragment?.typeCondition
        ? adminSchema().schema.getType(fragment.typeCondition.name.value)
        : parent;
      if (fragment && isCompositeType(named))
        has = walk(found, fragments, fragment.selectionSet, named, where) || has;
      continue;
    }
    has = walkField(found, fragments, selection, parent, where) || has;
  }
  return has;
}

function walkField(
  found: Found,
  fragments: Map<string, FragmentDefinitionNode>,
  node: FieldNode,
  parent: GraphQLCompositeType,
  where: Where,
): boolean {
  const name = node.name.value;
  if (where.isTop && (name === "node" || name === "nodes")) found.topNode = true;
  const field = "getFields" in parent ? parent.getFields()[name] : undefined;
  if (!field || !node.selectionSet) return false;
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return false;
  const isConnection = type.name.endsWith("Connection");
  const inList =
    where.inList ||
    (isListType(getNullableType(field.type)) && name !== "edges" && name !== "nodes");
  if (!isConnection) {
    return walk(found, fragments, node.selectionSet, type, {
      depth: where.depth,
      inList,
      isTop: false,
    });
  }
  const depth = where.depth + 1;
  found.connections += 1;
  found.depth = Math.max(found.depth, depth);
  if (where.inList) found.inList = true;
  const inner = fieldsOf(fragments, node.selectionSet);
  if (inner.some((entry) => entry.name.value === "nodes")) found.viaNodes.push(name);
  const nodes = inner
    .filter((entry) => entry.name.value === "edges")
    .flatMap((entry) => (entry.selectionSet ? fieldsOf(fragments, entry.selectionSet) : []))
    .filter((entry) => entry.name.value === "node");
  let nested = false;
  const nodeType = nodeTypeOf(type);
  for (const entry of nodes) {
    if (!entry.selectionSet || !nodeType) continue;
    nested =
      walk(found, fragments, entry.selectionSet, nodeType, {
        depth,
        inList: false,
        isTop: false,
      }) || nested;
    const hasId = fieldsOf(fragments, entry.selectionSet).some(
      (item) => item.name.value === "id" && !item.alias,
    );
    if (nested && !hasId) found.withoutId.push(name);
  }
  return true;
}

export function nodeTypeOf(connection: GraphQLCompositeType): GraphQLCompositeType | null {
  if (!isObjectType(connection)) return null;
  const edges = connection.getFields().edges;
  const edge = edges ? getNamedType(edges.type) : null;
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  const type = node ? getNamedType(node.type) : null;
  return isCompositeType(type) ? type : null;
}

export function fieldsOf(
  fragments: Map<string, FragmentDefinitionNode>,
  set: SelectionSetNode,
): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment ? fieldsOf(fragments, fragment.selectionSet) : [];
  });
}
