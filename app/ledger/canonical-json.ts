/**
 * One spelling for one value: keys sorted, no spaces, no floats. What is hashed is this text, so that the database may
 * store, reorder and re-space the facts as it likes. The order of keys follows RFC 8785 (UTF-16 code units).
 */

/** Facts are small and flat of nature; money and 64-bit ids are strings of digits, instants ISO strings. */
export type Fact =
  string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };
export type Facts = { readonly [name: string]: Fact };

// Letters, digits and signs that JSON writes as they are.
const PLAIN = /^[ !#-[\]-~]*$/;

/** The canonical text. Throws on numbers that do not survive every JSON parser: they are a bug of the caller. */
export function canonicalJson(value: Fact): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let text = "";
  for (const name of sortedKeys(value))
    text += `${text === "" ? "" : ","}${quote(name)}:${canonicalJson(value[name] ?? null)}`;
  return `{${text}}`;
}

const quote = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** Sorting is most of the work of a large entry; facts that are built in order are left as they are. */
function sortedKeys(value: Facts): string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.sort();
  return keys;
}

const isList = (value: Fact): value is readonly Fact[] => Array.isArray(value);

function canonicalNumber(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new Error(`${value} is not a safe integer: write it as text`);
  return String(value === 0 ? 0 : value);
}
