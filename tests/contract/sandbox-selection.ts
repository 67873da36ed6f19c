/** Selections that ask for everything a type answers without arguments, a few objects deep. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
} from "graphql";

type Field = GraphQLField<unknown, unknown>;

export function fieldsOf(type: GraphQLCompositeType): Field[] {
  if (!("getFields" in type)) return [];
  return Object.values(type.getFields()).filter(
    (field) => !field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined),
  );
}

/** The field with all scalars below it, `depth` objects deep. */
export function selectField(field: Field, depth: number): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return field.name;
  if (!isCompositeType(type) || isAbstractType(type)) return `${field.name} { __typename }`;
  if (!type.name.endsWith("Connection")) return `${field.name} { ${inner(type, depth)} }`;
  const node = isObjectType(type) ? getNamedType(type.getFields().nodes!.type) : null;
  const body = isCompositeType(node) ? inner(node, depth) : "__typename";
  return `${field.name}(first: 2) { nodes { ${body} } edges { cursor } pageInfo { hasNextPage } }`;
}

export function inner(type: GraphQLCompositeType, depth: number): string {
  if (isAbstractType(type) || depth === 0) return "__typename";
  const leaves = fieldsOf(type).filter((field) => isLeafType(getNamedType(field.type)));
  return ["__typename", ...leaves.map((field) => field.name)].join(" ");
}
