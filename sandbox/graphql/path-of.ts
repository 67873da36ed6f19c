/** The path of a field in the reply, for notes and errors. */
import type { GraphQLResolveInfo } from "graphql";

export function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo["path"] | undefined = info.path; at; at = at.prev)
    keys.unshift(at.key);
  return keys;
}

/** The name of the root field this value was reached through. */
export function rootOf(info: GraphQLResolveInfo): string {
  const first = pathOf(info)[0];
  for (const selection of info.operation.selectionSet.selections) {
    if (selection.kind !== "Field") continue;
    if ((selection.alias?.value ?? selection.name.value) === first) return selection.name.value;
  }
  return String(first);
}
