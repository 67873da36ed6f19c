/** Shopify's rules for the inner document of a bulk export. Source: https://shopify.dev/docs/api/usage/bulk-operations/queries */
import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from "graphql";
import { print } from "graphql";

const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;
const MAX_BYTES = 65_535;

/** One sentence per broken rule. */
export function bulkRuleBreaches(schema: GraphQLSchema, document: DocumentNode): string[] {
  const breaches: string[] = [];
  const typeInfo = new TypeInfo(schema);
  const open: { field: FieldNode; isConnection: boolean; isList: boolean; nodeHasId: boolean }[] =
    [];
  let connections = 0;
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      OperationDefinition({ operation, selectionSet }) {
        if (operation !== "query") breaches.push("only queries can be exported");
        if (selectionSet.selections.length !== 1) breaches.push("one root field");
      },
      Field: {
        enter(field) {
          const type = typeInfo.getType();
          const named = getNamedType(type);
          const isConnection = isObjectType(named) && named.name.endsWith("Connection");
          const isList = isListType(getNullableType(type)) && field.name.value !== "edges";
          if (isConnection) {
            connections += 1;
            const above = open.filter((entry) => entry.isConnection);
            if (above.length > MAX_DEPTH) breaches.push(`${field.name.value} is nested too deep`);
            if (open.some((entry) => entry.isList))
              breaches.push(`${field.name.value} stands in a list`);
            if (above.length > 0 && !above.at(-1)?.nodeHasId)
              breaches.push(`the parent of ${field.name.value} selects no id`);
            if (!selects(field, "edges")) breaches.push(`${field.name.value} is not read by edges`);
          }
          open.push({
            field,
            isConnection,
            isList,
            nodeHasId: isConnection && nodeSelectsId(field),
          });
        },
        leave: () => void open.pop(),
      },
    }),
  );
  if (connections === 0) breaches.push("at least one connection");
  if (connections > MAX_CONNECTIONS) breaches.push(`${connections} connections`);
  if (JSON.stringify(print(document)).length > MAX_BYTES) breaches.push("too large");
  return breaches;
}

const child = (field: FieldNode | undefined, name: string) =>
  field?.selectionSet?.selections.find(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && selection.name.value === name && !selection.alias,
  );
const selects = (field: FieldNode, name: string) => child(field, name) !== undefined;
const nodeSelectsId = (field: FieldNode) =>
  child(child(child(field, "edges"), "node"), "id") !== undefined;
