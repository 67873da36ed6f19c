/** Says why a value does not fit an input type, in the Admin API's words. Null: it fits. */
import { isEnumType, Kind, type GraphQLNamedType, type ValueNode } from "graphql";

const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A JSON value of a variable against a leaf type. */
export function explainValue(type: GraphQLNamedType, value: unknown): string | null {
  if (isEnumType(type)) {
    const names = type.getValues().map((entry) => entry.name);
    if (typeof value === "string" && type.getValue(value)) return null;
    return `Expected ${JSON.stringify(value)} to be one of: ${names.join(", ")}`;
  }
  const no = `Could not coerce value ${JSON.stringify(value)} to ${type.name}`;
  switch (type.name) {
    case "Int":
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 ? null : no;
    case "Float":
      return typeof value === "number" ? null : no;
    case "Boolean":
      return typeof value === "boolean" ? null : no;
    case "String":
      return typeof value === "string" ? null : no;
    case "ID":
      if (typeof value === "string" && value.startsWith("gid://")) return null;
      return `Invalid global id '${String(value)}'`;
    case "Decimal":
    case "Money":
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(String(value))
        ? null
        : `invalid decimal '${String(value)}'`;
    case "DateTime":
      return typeof value === "string" && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? null
        : `invalid DateTime '${String(value)}'`;
    case "URL":
      return typeof value === "string" && /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)
        ? null
        : `Invalid url '${String(value)}', missing scheme`;
    case "UnsignedInt64":
      return /^\d+$/.test(String(value)) ? null : no;
    default:
      return null;
  }
}

/** A literal of the document against a leaf type. */
export function explainLiteral(type: GraphQLNamedType, value: ValueNode): string | null {
  switch (value.kind) {
    case Kind.INT:
      if (
        type.name === "ID" ||
        type.name === "String" ||
        type.name === "Boolean" ||
        type.name === "DateTime"
      )
        return "mismatch";
      return isEnumType(type)
        ? "mismatch"
        : type.name === "Int"
          ? explainValue(type, Number(value.value))
          : null;
    case Kind.FLOAT:
      return ["Int", "ID", "String", "Boolean", "DateTime"].includes(type.name) || isEnumType(type)
        ? "mismatch"
        : null;
    case Kind.STRING:
      if (isEnumType(type) || ["Int", "Float", "Boolean"].includes(type.name)) return "mismatch";
      return explainValue(type, value.value);
    case Kind.BOOLEAN:
      return type.name === "Boolean" || type.name === "JSON" ? null : "mismatch";
    case Kind.ENUM:
      return isEnumType(type) && type.getValue(value.value) ? null : "mismatch";
    default:
      return type.name === "JSON" ? null : "mismatch";
  }
}
