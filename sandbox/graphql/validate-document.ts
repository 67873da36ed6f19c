/**
 * Static validation with the messages, paths and codes of the Admin API. What this does not know is left to graphql-js.
 */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  validate,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  typeFromAST,
  isInputType,
  type ASTNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { explainLiteral } from "./explain-values.ts";
import type { ApiErrorEntry } from "./errors.ts";

type Path = (string | number)[];
type Walk = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  errors: ApiErrorEntry[];
  /** Variables of the operation being walked: name → declared type text. */
  declared: Map<string, string>;
  used: Set<string>;
  usedFragments: Set<string>;
};

/** All errors of the document, in reading order; empty when it may run. */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): ApiErrorEntry[] {
  const fragments = new Map(
    document.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry] as const] : [],
    ),
  );
  const errors: ApiErrorEntry[] = [];
  const usedFragments = new Set<string>();
  for (const definition of document.definitions) {
    const walk: Walk = {
      schema,
      fragments,
      errors,
      declared: new Map(),
      used: new Set(),
      usedFragments,
    };
    if (definition.kind === Kind.OPERATION_DEFINITION) walkOperation(walk, definition);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) walkFragment(walk, definition);
  }
  for (const [name, fragment] of fragments) {
    if (usedFragments.has(name)) continue;
    add(
      errors,
      fragment,
      `Fragment ${name} was defined, but not used`,
      [`fragment ${name}`],
      "useAndDefineFragment",
      {
        fragmentName: name,
      },
    );
  }
  return errors.length > 0 ? errors : remaining(schema, document);
}

/** Rules this file does not cover (merging fields, unique names …), in graphql-js's words. */
function remaining(schema: GraphQLSchema, document: DocumentNode): ApiErrorEntry[] {
  return validate(schema, document).map((error) => ({
    message: error.message,
    locations: error.locations ?? [],
    path: ["query"],
    extensions: { code: "invalidDocument" },
  }));
}

function walkOperation(walk: Walk, operation: OperationDefinitionNode): void {
  const root =
    operation.operation === "mutation" ? walk.schema.getMutationType() : walk.schema.getQueryType();
  const label = `${operation.operation}${operation.name ? ` ${operation.name.value}` : ""}`;
  for (const variable of operation.variableDefinitions ?? []) {
    walk.declared.set(variable.variable.name.value, print(variable.type));
    const type = typeFromAST(walk.schema, variable.type as never); // the overloads of graphql-js want one node kind
    if (!isInputType(type)) {
      const name = print(variable.type).replace(/[[\]!]/g, "");
      add(
        walk.errors,
        variable,
        `${name} isn't a defined input type (on $${variable.variable.name.value})`,
        [label],
        "variableRequiresValidType",
        {
          typeName: name,
          variableName: variable.variable.name.value,
        },
      );
    }
  }
  if (!root) return;
  walkSelections(walk, operation.selectionSet, root, [label]);
  useSpreadVariables(walk, operation.selectionSet, new Set());
  for (const variable of operation.variableDefinitions ?? []) {
    const name = variable.variable.name.value;
    if (walk.used.has(name)) continue;
    add(
      walk.errors,
      variable,
      `Variable $${name} is declared by ${operation.name?.value ?? `anonymous ${operation.operation}`} but not used`,
      [label],
      "variableNotUsed",
      { variableName: name },
    );
  }
}

/** Variables used inside fragments count for the operation that spreads them. */
function useSpreadVariables(walk: Walk, node: ASTNode, seen: Set<string>): void {
  const visitNode = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visitNode);
    if (!value || typeof value !== "object") return;
    const entry = value as { kind?: string; name?: { value: string } };
    if (entry.kind === Kind.VARIABLE && entry.name) walk.used.add(entry.name.value);
    if (entry.kind === Kind.FRAGMENT_SPREAD && entry.name && !seen.has(entry.name.value)) {
      seen.add(entry.name.value);
      const fragment = walk.fragments.get(entry.name.value);
      if (fragment) visitNode(fragment);
    }
    for (const [key, child] of Object.entries(value)) if (key !== "loc") visitNode(child);
  };
  visitNode(node);
}

function walkFragment(walk: Walk, fragment: FragmentDefinitionNode): void {
  const type = walk.schema.getType(fragment.typeCondition.name.value);
  const path = [`fragment ${fragment.name.value}`];
  if (!isCompositeType(type)) {
    add(
      walk.errors,
      fragment.typeCondition,
      `No such type ${fragment.typeCondition.name.value}, so it can't be a fragment condition`,
      path,
      "undefinedType",
      {
        typeName: fragment.typeCondition.name.value,
      },
    );
    return;
  }
  walkSelections(walk, fragment.selectionSet, type, path);
}

function walkSelections(
  walk: Walk,
  set: SelectionSetNode,
  parent: GraphQLCompositeType,
  path: Path,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) walkField(walk, selection, parent, path);
    else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      walk.usedFragments.add(name);
      if (!walk.fragments.has(name)) {
        add(
          walk.errors,
          selection,
          `Fragment ${name} was used, but not defined`,
          [...path, `... ${name}`],
          "useAndDefineFragment",
          { fragmentName: name },
        );
      }
    } else {
      const named = selection.typeCondition?.name.value;
      const type = named ? walk.schema.getType(named) : parent;
      const inner = named ? [...path, `... on ${named}`] : path;
      if (!isCompositeType(type)) {
        add(
          walk.errors,
          selection,
          `No such type ${named ?? ""}, so it can't be a fragment condition`,
          inner,
          "undefinedType",
          { typeName: named },
        );
      } else walkSelections(walk, selection.selectionSet, type, inner);
    }
  }
}

function walkField(walk: Walk, node: FieldNode, parent: GraphQLCompositeType, path: Path): void {
  const name = node.name.value;
  const own = [...path, node.alias?.value ?? name];
  const field = findField(walk.schema, parent, name);
  if (!field) {
    add(
      walk.errors,
      node,
      `Field '${name}' doesn't exist on type '${parent.name}'`,
      own,
      "undefinedField",
      {
        typeName: parent.name,
        fieldName: name,
      },
    );
    return;
  }
  walkArguments(walk, node, field.args, own);
  walkDirectives(walk, node, own);
  const type = getNamedType(field.type);
  if (isLeafType(type) && node.selectionSet) {
    add(
      walk.errors,
      node,
      `Selections can't be made on ${isEnumType(type) ? "enums" : "scalars"} (field '${name}' returns ${type.name} but has selections [${node.selectionSet.selections.map((s) => (s.kind === Kind.FIELD ? s.name.value : "...")).join(", ")}])`,
      own,
      "selectionMismatch",
      { nodeName: `field '${name}'`, typeName: type.name },
    );
  } else if (isCompositeType(type)) {
    if (node.selectionSet) walkSelections(walk, node.selectionSet, type, own);
    else {
      add(
        walk.errors,
        node,
        `Field must have selections (field '${name}' returns ${type.name} but has no selections. Did you mean '${name} { ... }'?)`,
        own,
        "selectionMismatch",
        { nodeName: `field '${name}'`, typeName: type.name },
      );
    }
  }
}

function findField(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return "getFields" in parent ? parent.getFields()[name] : undefined;
}

function walkArguments(
  walk: Walk,
  node: FieldNode,
  known: readonly GraphQLArgument[],
  path: Path,
): void {
  const name = node.name.value;
  for (const argument of node.arguments ?? []) {
    const definition = known.find((entry) => entry.name === argument.name.value);
    if (!definition) {
      add(
        walk.errors,
        argument,
        `Field '${name}' doesn't accept argument '${argument.name.value}'`,
        [...path, argument.name.value],
        "argumentNotAccepted",
        { name, typeName: "Field", argumentName: argument.name.value },
      );
      continue;
    }
    walkValue(walk, argument, argument.value, definition.type, [...path, argument.name.value], {
      owner: `Field '${name}'`,
      kind: "Field",
      name: argument.name.value,
    });
  }
  const missing = known.filter(
    (entry) =>
      isRequiredArgument(entry) &&
      !node.arguments?.some((given) => given.name.value === entry.name),
  );
  if (missing.length > 0) {
    const names = missing.map((entry) => entry.name).join(", ");
    add(
      walk.errors,
      node,
      `Field '${name}' is missing required arguments: ${names}`,
      path,
      "missingRequiredArguments",
      { className: "Field", name, arguments: names },
    );
  }
}

function walkDirectives(walk: Walk, node: FieldNode, path: Path): void {
  for (const directive of node.directives ?? []) {
    const name = directive.name.value;
    const definition = walk.schema.getDirective(name);
    if (!definition) {
      add(walk.errors, directive, `Directive @${name} is not defined`, path, "undefinedDirective", {
        directiveName: name,
      });
      continue;
    }
    const missing = definition.args.filter(
      (entry) =>
        isRequiredArgument(entry) &&
        !directive.arguments?.some((given) => given.name.value === entry.name),
    );
    if (missing.length > 0) {
      const names = missing.map((entry) => entry.name).join(", ");
      add(
        walk.errors,
        directive,
        `Directive '${name}' is missing required arguments: ${names}`,
        path,
        "missingRequiredArguments",
        { className: "Directive", name, arguments: names },
      );
    }
  }
}

type Owner = { owner: string; kind: string; name: string };

function walkValue(
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

function print(type: unknown): string {
  const node = type as { kind: string; name?: { value: string }; type?: unknown };
  if (node.kind === Kind.NON_NULL_TYPE) return `${print(node.type)}!`;
  if (node.kind === Kind.LIST_TYPE) return `[${print(node.type)}]`;
  return node.name?.value ?? "";
}

function add(
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
