/**
 * The `filter` of a subscription: search syntax over payload fields. Supported: `field:value`, quotes, `*` at the end,
 * `:>`, `:>=`, `:<`, `:<=`, `AND` (also implied), `OR`, `NOT` or `-`, brackets, dotted paths into arrays. A field the
 * payload does not have matches nothing.
 * Source: https://shopify.dev/docs/apps/build/webhooks/customize/filters
 */
import { isRecord } from "#sandbox/http/respond.ts";

type Term = { field: string; comparator: string; value: string };
type Cursor = { tokens: string[]; at: number };

const TOKEN = /\(|\)|-?[\w.]+:(?:>=|<=|>|<)?(?:"[^"]*"|'[^']*'|[^\s()]+)|AND|OR|NOT|\S+/g;
const TERM = /^([\w.]+):(>=|<=|>|<)?(.*)$/s;

export function matchesFilter(filter: string, payload: object): boolean {
  const cursor = { tokens: filter.match(TOKEN) ?? [], at: 0 };
  return cursor.tokens.length === 0 || evaluateAny(cursor, payload);
}

function evaluateAny(cursor: Cursor, payload: object): boolean {
  let verdict = evaluateAll(cursor, payload);
  while (cursor.tokens[cursor.at] === "OR") {
    cursor.at += 1;
    // Both sides are read in any case, so that the cursor moves past them.
    verdict = evaluateAll(cursor, payload) || verdict;
  }
  return verdict;
}

function evaluateAll(cursor: Cursor, payload: object): boolean {
  let verdict = evaluateOne(cursor, payload);
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (token === undefined || token === "OR" || token === ")") return verdict;
    if (token === "AND") cursor.at += 1;
    verdict = evaluateOne(cursor, payload) && verdict;
  }
}

function evaluateOne(cursor: Cursor, payload: object): boolean {
  const token = cursor.tokens[cursor.at] ?? "";
  cursor.at += 1;
  if (token === "NOT") return !evaluateOne(cursor, payload);
  if (token === "(") {
    const verdict = evaluateAny(cursor, payload);
    cursor.at += 1;
    return verdict;
  }
  if (token.startsWith("-")) return !matchesTerm(parseTerm(token.slice(1)), payload);
  return matchesTerm(parseTerm(token), payload);
}

function parseTerm(token: string): Term {
  const [, field = "", comparator = "", value = ""] = TERM.exec(token) ?? [];
  return { field, comparator, value: value.replace(/^(["'])(.*)\1$/s, "$2") };
}

function matchesTerm({ field, comparator, value }: Term, payload: object): boolean {
  return readPath(payload, field.split(".")).some((found) => {
    if (comparator === "") return isSame(found, value);
    const order = compare(found, value);
    if (order === null) return false;
    if (comparator === ">") return order > 0;
    if (comparator === ">=") return order >= 0;
    return comparator === "<" ? order < 0 : order <= 0;
  });
}

function readPath(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => readPath(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isRecord(value) && key in value ? readPath(value[key], rest) : [];
}

function isSame(found: unknown, wanted: string): boolean {
  if (wanted === "*") return found !== null && found !== "";
  const text = String(found ?? "").toLowerCase();
  const value = wanted.toLowerCase();
  return value.endsWith("*") ? text.startsWith(value.slice(0, -1)) : text === value;
}

/** Numbers by value, everything else (dates too) as text. Null when there is nothing to compare. */
function compare(found: unknown, wanted: string): number | null {
  if (found === null || found === undefined || found === "") return null;
  const difference = Number(found) - Number(wanted);
  if (!Number.isNaN(difference)) return difference;
  const [left, right] = [Date.parse(String(found)), Date.parse(wanted)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return String(found).localeCompare(wanted);
}
