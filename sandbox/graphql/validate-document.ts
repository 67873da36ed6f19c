/**
 * Static validation with the messages, paths and codes of the Admin API. What this does not know is left to graphql-js.
 */
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isRequiredArgument,
  Kind,
  validate,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
  isInputType,
  type ASTNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import type { ApiErrorEntry } from "./errors.ts";
import { walkValue } from "./validate-values.ts";
import { type Path, type Walk, print, add } from "./validation-walk.ts";

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
