/** The names a GraphQL call goes by: its operation name and its root fields, for faults and the request log. */
import { Kind, parse, type DocumentNode, type OperationDefinitionNode } from "graphql";

// One entry per distinct document; an app has some dozens. Bounded, in case a test generates documents.
const MAX_CACHED = 500;
const cache = new Map<string, readonly string[]>();

/** Operation name first, then root fields. Empty when the document does not parse: the executor will say so. */
export function listOperations(query: string, operationName: string | null): readonly string[] {
  const key = `${operationName ?? ""}\n${query}`;
  const known = cache.get(key);
  if (known) return known;
  const names = readNames(query, operationName);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, names);
  return names;
}

function readNames(query: string, operationName: string | null): readonly string[] {
  const document = parseOrNull(query);
  const operations = (document?.definitions ?? []).filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
  const chosen =
    operations.find(({ name }) => operationName !== null && name?.value === operationName) ??
    operations[0];
  const fields = (chosen?.selectionSet.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
  return chosen?.name ? [chosen.name.value, ...fields] : fields;
}

function parseOrNull(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
