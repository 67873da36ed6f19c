/** Checks variables against their declared types, and answers INVALID_VARIABLE as the Admin API words it. */
import {
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
} from "graphql";
import type { ApiErrorEntry } from "./errors.ts";
import { explainValue } from "./explain-values.ts";

type Problem = { path: (string | number)[]; explanation: string; message?: string };

/** Errors of the given variables; empty when they fit. */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): ApiErrorEntry[] {
  const errors: ApiErrorEntry[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never); // the overloads of graphql-js want one node kind
    if (!isInputType(type)) continue;
    const value = given[name];
    if (value === undefined && (definition.defaultValue || !isNonNullType(type))) continue;
    const problems = explain(type, value ?? null, []);
    if (problems.length === 0) continue;
    const where = problems
      .filter((problem) => problem.path.length > 0)
      .map((problem) => `${problem.path.join(".")} (${problem.explanation})`);
    const message = `Variable $${name} of type ${print(definition.type)} was provided invalid value${where.length > 0 ? ` for ${where.join(", ")}` : ""}`;
    const line = definition.loc?.startToken.line ?? 1;
    const column = definition.loc?.startToken.column ?? 1;
    errors.push({
      message,
      locations: [{ line, column }],
      extensions: { code: "INVALID_VARIABLE", value: value ?? null, problems },
    });
  }
  return errors;
}

function explain(type: GraphQLInputType, value: unknown, path: (string | number)[]): Problem[] {
  if (isNonNullType(type)) {
    if (value === null || value === undefined)
      return [{ path, explanation: "Expected value to not be null" }];
    return explain(type.ofType as GraphQLInputType, value, path); // inner type of an input type
  }
  if (value === null || value === undefined) return [];
  const nullable = getNullableType(type) as GraphQLInputType; // same
  if (isListType(nullable)) {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap(
      (item, at) =>
        explain(
          nullable.ofType as GraphQLInputType,
          item,
          Array.isArray(value) ? [...path, at] : path,
        ), // same
    );
  }
  if (isInputObjectType(nullable)) return explainObject(nullable, value, path);
  const reason = explainValue(nullable as GraphQLNamedType, value); // a leaf is named
  if (reason === null) return [];
  return [
    {
      path,
      explanation: reason,
      ...(reason.startsWith("Invalid global id") ? { message: reason } : {}),
    },
  ];
}

function explainObject(
  type: Extract<GraphQLInputType, { getFields: unknown }>,
  value: unknown,
  path: (string | number)[],
): Problem[] {
  if (typeof value !== "object" || Array.isArray(value)) {
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` }];
  }
  const given = value as Record<string, unknown>;
  const fields = type.getFields();
  const problems: Problem[] = Object.keys(given)
    .filter((key) => !fields[key])
    .map((key) => ({ path: [...path, key], explanation: `Field is not defined on ${type.name}` }));
  for (const field of Object.values(fields)) {
    if (given[field.name] === undefined) {
      if (isRequiredInputField(field)) {
        problems.push({
          path: [...path, field.name],
          explanation: "Expected value to not be null",
        });
      }
      continue;
    }
    problems.push(...explain(field.type, given[field.name], [...path, field.name]));
  }
  if (type.isOneOf && Object.keys(given).length !== 1) {
    problems.push({
      path,
      explanation: `'${type.name}' requires exactly one argument, but ${Object.keys(given).length} were provided.`,
    });
  }
  return problems;
}
