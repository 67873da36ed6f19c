/** Checks the values written in a document against the types they are for, in graphql-ruby's words. */
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type ArgumentNode,
  type GraphQLInputType,
  type ValueNode,
  type ASTNode,
} from "graphql";
import { explainLiteral } from "./explain-values.ts";
import { type Path, type Walk, add } from "./validation-walk.ts";

type Owner = { owner: string; kind: string; name: string };

export function walkValue(
  walk: Walk,
  at: ArgumentNode | ASTNode,
  value: ValueNode,
  type: GraphQLInputType,
  path: Path,
  owner: Owner,
): void {
  if (value.kind === Kind.VARIABLE)
    return walkVariable(walk, at, value.name.value, type, path, owner);
  if (value.kind === Kind.NULL) {
    if (!isNonNullType(type)) return;
    return incompatible(walk, at, value, type, path, owner);
  }
  const nullable = getNullableType(type) as GraphQLInputType; // nullable of an input type is an input type
  if (isListType(nullable)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    for (const item of items)
      walkValue(walk, at, item, nullable.ofType as GraphQLInputType, path, owner); // items of an input list
    return;
  }
  if (isInputObjectType(nullable)) {
    if (value.kind !== Kind.OBJECT) return incompatible(walk, at, value, type, path, owner);
    for (const entry of value.fields) {
      const field = nullable.getFields()[entry.name.value];
      if (!field) {
        add(
          walk.errors,
          entry,
          `InputObject '${nullable.name}' doesn't accept argument '${entry.name.value}'`,
          [...path, entry.name.value],
          "argumentNotAccepted",
          { name: nullable.name, typeName: "InputObject", argumentName: entry.name.value },
        );
        continue;
      }
      walkValue(walk, entry, entry.value, field.type, [...path, entry.name.value], {
        owner: `InputObject '${nullable.name}'`,
        kind: "InputObject",
        name: entry.name.value,
      });
    }
    for (const field of Object.values(nullable.getFields())) {
      if (
        !isRequiredInputField(field) ||
        value.fields.some((entry) => entry.name.value === field.name)
      )
        continue;
      add(
        walk.errors,
        at,
        `Argument '${field.name}' on InputObject '${nullable.name}' is required. Expected type ${String(field.type)}`,
        [...path, field.name],
        "missingRequiredInputObjectAttribute",
        {
          argumentName: field.name,
          argumentType: String(field.type),
          inputObjectType: nullable.name,
        },
      );
    }
    return;
  }
  const named = getNamedType(nullable);
  const badGid =
    named.name === "ID" && value.kind === Kind.STRING && !value.value.startsWith("gid://");
  if (badGid) {
    add(
      walk.errors,
      at,
      `Invalid global id '${value.value}'`,
      path,
      "argumentLiteralsIncompatible",
      { typeName: "CoercionError" },
    );
    return;
  }
  if (explainLiteral(named, value) !== null) incompatible(walk, at, value, type, path, owner);
}

function incompatible(
  walk: Walk,
  at: ASTNode,
  value: ValueNode,
  type: GraphQLInputType,
  path: Path,
  owner: Owner,
): void {
  add(
    walk.errors,
    at,
    `Argument '${owner.name}' on ${owner.owner} has an invalid value (${literalText(value)}). Expected type '${String(type)}'.`,
    path,
    "argumentLiteralsIncompatible",
    { typeName: owner.kind, argumentName: owner.name },
  );
}

function walkVariable(
  walk: Walk,
  at: ASTNode,
  name: string,
  type: GraphQLInputType,
  path: Path,
  owner: Owner,
): void {
  walk.used.add(name);
  if (walk.declared.size === 0 && String(path[0]).startsWith("fragment ")) return;
  const declared = walk.declared.get(name);
  if (declared === undefined) {
    if (String(path[0]).startsWith("fragment ")) return;
    const operation = String(path[0]).split(" ")[1] ?? `anonymous ${String(path[0])}`;
    add(
      walk.errors,
      at,
      `Variable $${name} is used by ${operation} but not declared`,
      path,
      "variableNotDefined",
      { variableName: name },
    );
    return;
  }
  const wanted = String(type);
  const fits =
    declared === wanted || declared.replace(/!$/, "") === wanted || fitsLoosely(declared, wanted);
  const hasDefault = !isNonNullType(type) || declared.endsWith("!");
  if (
    fits ||
    (hasDefault && declared.replace(/!/g, "") === wanted.replace(/!/g, "") && !wanted.includes("["))
  )
    return;
  add(
    walk.errors,
    at,
    `Type mismatch on variable $${name} and argument ${owner.name} (${declared} / ${wanted})`,
    path,
    "variableMismatch",
    {
      variableName: name,
      typeName: declared,
      argumentName: owner.name,
      errorMessage: "Type mismatch",
    },
  );
}

/** Inner non-null may be stricter than wanted; a nullable variable may feed a non-null argument that has a default. */
function fitsLoosely(declared: string, wanted: string): boolean {
  const list = /^\[(.*)\]!?$/;
  const a = list.exec(declared)?.[1];
  const b = list.exec(wanted)?.[1];
  if (a && b)
    return (
      (declared.endsWith("!") || !wanted.endsWith("!")) && (a === b || a.replace(/!$/, "") === b)
    );
  return b !== undefined && !a && (declared === b || declared.replace(/!$/, "") === b);
}

function literalText(value: ValueNode): string {
  switch (value.kind) {
    case Kind.STRING:
      return JSON.stringify(value.value);
    case Kind.NULL:
      return "null";
    case Kind.LIST:
      return `[${value.values.map(literalText).join(", ")}]`;
    case Kind.OBJECT:
      return `{${value.fields.map((field) => `${field.name.value}: ${literalText(field.value)}`).join(", ")}}`;
    case Kind.VARIABLE:
      return `$${value.name.value}`;
    default:
      return String(value.value);
  }
}
