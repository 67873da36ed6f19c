/** What every step of checking a document shares: where it is, what it found. */
import { Kind, type FragmentDefinitionNode, type GraphQLSchema, type ASTNode } from "graphql";
import type { ApiErrorEntry } from "./errors.ts";

export type Path = (string | number)[];

export type Walk = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  errors: ApiErrorEntry[];
  /** Variables of the operation being walked: name → declared type text. */
  declared: Map<string, string>;
  used: Set<string>;
  usedFragments: Set<string>;
};

export function print(type: unknown): string {
  const node = type as { kind: string; name?: { value: string }; type?: unknown };
  if (node.kind === Kind.NON_NULL_TYPE) return `${print(node.type)}!`;
  if (node.kind === Kind.LIST_TYPE) return `[${print(node.type)}]`;
  return node.name?.value ?? "";
}

export function add(
  errors: ApiErrorEntry[],
  node: ASTNode,
  message: string,
  path: Path,
  code: string,
  extra: Record<string, unknown>,
): void {
  const line = node.loc?.startToken.line ?? 1;
  const column = node.loc?.startToken.column ?? 1;
  errors.push({ message, locations: [{ line, column }], path, extensions: { code, ...extra } });
}
