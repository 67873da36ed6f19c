/**
 * Shopify's search syntax: `field:value`, comparators, quotes, AND/OR/NOT/-, parentheses, free text. Unknown filters match
 * everything and leave a warning (observed). Source: https://shopify.dev/docs/api/usage/search-syntax
 */
import { numericId } from "#sandbox/store/ids.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import type { Context } from "./context.ts";
import { apiError } from "./errors.ts";

export type Comparator = ":" | ":>" | ":>=" | ":<" | ":<=";
export type Term = { kind: "term"; field: string | null; comparator: Comparator; value: string };
export type Node =
  | Term
  | { kind: "and" | "or"; left: Node; right: Node }
  | { kind: "not"; inner: Node }
  | { kind: "all" };

/** What a filter reads of an item: text(s), a number, an instant or a boolean; null never matches a value. */
export type FilterValue = string | number | boolean | null | readonly (string | null)[];
export type Filter<Item> =
  | { type: "text"; read: (item: Item) => FilterValue }
  | { type: "notText"; read: (item: Item) => FilterValue }
  | { type: "exact"; read: (item: Item) => FilterValue; allowed?: readonly string[] }
  | { type: "id"; read: (item: Item) => string | null }
  | { type: "number"; read: (item: Item) => number | null }
  | { type: "time"; read: (item: Item) => string | null }
  | { type: "boolean"; read: (item: Item) => boolean };
export type Filters<Item> = Record<string, Filter<Item>>;

export type SearchPlan<Item> = {
  filters: Filters<Item>;
  /** Free text looks here. */
  text: (item: Item) => readonly (string | null)[];
  /** Documented names that the sandbox does not model: they match everything, without a warning. */
  known?: ReadonlySet<string>;
};

/** The items that match. Adds warnings to the reply's `extensions.search`. */
export function search<Item>(
  context: Context,
  path: (string | number)[],
  query: string | null | undefined,
  items: readonly Item[],
  plan: SearchPlan<Item>,
): readonly Item[] {
  if (!query || query.trim() === "") return items;
  const tree = parseSearch(query);
  const warnings = collectWarnings(tree, plan);
  if (warnings.length > 0) {
    context.searchNotes.push({ path, query, parsed: describe(tree), warnings });
  }
  const nowAt = nowMs(context.world);
  return items.filter((item) => matches(tree, item, plan, nowAt));
}

type Token = { kind: "open" | "close" | "and" | "or" | "not" } | { kind: "term"; term: Term };

/** Never throws: what cannot be read is free text. */
export function parseSearch(query: string): Node {
  const tokens = tokenize(query);
  let at = 0;
  const parseOr = (): Node => {
    let left = parseAnd();
    while (tokens[at]?.kind === "or") {
      at++;
      left = { kind: "or", left, right: parseAnd() };
    }
    return left;
  };
  const parseAnd = (): Node => {
    let left: Node | null = null;
    for (
      let next = tokens[at];
      next && next.kind !== "close" && next.kind !== "or";
      next = tokens[at]
    ) {
      if (next.kind === "and") {
        at++;
        continue;
      }
      const right = parseOne();
      left = left ? { kind: "and", left, right } : right;
    }
    return left ?? { kind: "all" };
  };
  const parseOne = (): Node => {
    const token = tokens[at++];
    if (!token) return { kind: "all" };
    if (token.kind === "not") return { kind: "not", inner: parseOne() };
    if (token.kind === "open") {
      const inner = parseOr();
      if (tokens[at]?.kind === "close") at++;
      return inner;
    }
    return token.kind === "term" ? token.term : { kind: "all" };
  };
  const tree = parseOr();
  return tree;
}

const TERM =
  /^(?:([A-Za-z_][\w.]*)\s*(:>=|:<=|:>|:<|:)\s*)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+)/;

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let rest = query.trim();
  while (rest) {
    const word = /^(AND|OR|NOT)(?=[\s(]|$)/.exec(rest)?.[1];
    if (word) {
      tokens.push({ kind: word.toLowerCase() as "and" | "or" | "not" });
      rest = rest.slice(word.length).trimStart();
    } else if (rest[0] === "(" || rest[0] === ")") {
      tokens.push({ kind: rest[0] === "(" ? "open" : "close" });
      rest = rest.slice(1).trimStart();
    } else if (rest[0] === "-" && /^-[A-Za-z_(]/.test(rest)) {
      tokens.push({ kind: "not" });
      rest = rest.slice(1);
    } else {
      const match = TERM.exec(rest);
      const text = match?.[0] ?? rest[0] ?? "";
      tokens.push({ kind: "term", term: toTerm(match, text) });
      rest = rest.slice(text.length).trimStart();
    }
  }
  return tokens;
}

function toTerm(match: RegExpExecArray | null, text: string): Term {
  const raw = match?.[3] ?? text;
  const value = /^(["']).*\1$/s.test(raw) ? raw.slice(1, -1).replace(/\\(.)/g, "$1") : raw;
  return {
    kind: "term",
    field: match?.[1] ?? null,
    comparator: (match?.[2] as Comparator | undefined) ?? ":",
    value,
  };
}

function collectWarnings<Item>(tree: Node, plan: SearchPlan<Item>) {
  const warnings: { field: string; message: string; code?: string }[] = [];
  for (const term of termsOf(tree)) {
    if (!term.field || term.field === "default") continue;
    const filter = plan.filters[term.field];
    if (!filter) {
      if (plan.known?.has(term.field)) continue;
      warnings.push({
        field: term.field,
        message: "Invalid search field for this query.",
        code: "invalid_field",
      });
    } else if (filter.type === "time" && toMs(term.value, 0) === null) {
      throw apiError(`Invalid timestamp for query filter \`${term.field}\`.`, "BAD_REQUEST");
    } else if (filter.type === "exact" && filter.allowed && !allows(filter.allowed, term.value)) {
      warnings.push({
        field: term.field,
        message: `Input \`${term.value}\` is not an accepted value.`,
        code: "invalid_value",
      });
    }
  }
  return warnings;
}

const allows = (allowed: readonly string[], value: string) =>
  value.split(",").every((part) => allowed.includes(part.trim().toLowerCase()));

function* termsOf(tree: Node): Generator<Term> {
  if (tree.kind === "term") yield tree;
  else if (tree.kind === "not") yield* termsOf(tree.inner);
  else if (tree.kind !== "all") {
    yield* termsOf(tree.left);
    yield* termsOf(tree.right);
  }
}

/** The shape real replies give under `parsed`. */
function describe(tree: Node): unknown {
  if (tree.kind === "all") return {};
  if (tree.kind === "not") return { not: describe(tree.inner) };
  if (tree.kind === "term") {
    const key = {
      ":": "match_all",
      ":>": "range_gt",
      ":>=": "range_gte",
      ":<": "range_lt",
      ":<=": "range_lte",
    };
    return { field: tree.field ?? "default", [key[tree.comparator]]: tree.value };
  }
  return { [tree.kind]: [describe(tree.left), describe(tree.right)] };
}

function matches<Item>(tree: Node, item: Item, plan: SearchPlan<Item>, nowAt: number): boolean {
  switch (tree.kind) {
    case "all":
      return true;
    case "and":
      return matches(tree.left, item, plan, nowAt) && matches(tree.right, item, plan, nowAt);
    case "or":
      return matches(tree.left, item, plan, nowAt) || matches(tree.right, item, plan, nowAt);
    case "not":
      return !matches(tree.inner, item, plan, nowAt);
    case "term":
      return matchesTerm(tree, item, plan, nowAt);
  }
}

function matchesTerm<Item>(term: Term, item: Item, plan: SearchPlan<Item>, nowAt: number): boolean {
  if (!term.field || term.field === "default") {
    const wanted = term.value.toLowerCase().replace(/\*$/, "");
    return plan.text(item).some((text) => text?.toLowerCase().includes(wanted));
  }
  const filter = plan.filters[term.field];
  if (!filter) return true;
  switch (filter.type) {
    case "id": {
      const id = filter.read(item);
      if (term.value === "*") return id !== null;
      return (
        id !== null &&
        compare(Number(numericId(id)), Number(numericId(term.value)), term.comparator)
      );
    }
    case "number": {
      const value = filter.read(item);
      return value !== null && compare(value, Number(term.value), term.comparator);
    }
    case "time":
      return matchesTime(filter.read(item), term, nowAt);
    case "boolean":
      return String(filter.read(item)) === term.value.toLowerCase();
    case "notText":
      return !matchesText(filter.read(item), term.value, false);
    default:
      return matchesText(filter.read(item), term.value, filter.type === "exact");
  }
}

function matchesTime(value: string | null, term: Term, nowAt: number): boolean {
  if (term.value === "*") return value !== null;
  const wanted = toMs(term.value, nowAt);
  if (value === null || wanted === null) return false;
  const ms = Date.parse(value);
  if (term.comparator === ":" && /^\d{4}-\d{2}-\d{2}$/.test(term.value)) {
    return ms >= wanted && ms < wanted + 86_400_000;
  }
  return compare(ms, wanted, term.comparator);
}

function matchesText(value: FilterValue, wanted: string, isExact: boolean): boolean {
  const texts = (Array.isArray(value) ? value : [value]) as (string | number | boolean | null)[];
  const options = isExact
    ? wanted.split(",").map((part) => part.trim().toLowerCase())
    : [wanted.toLowerCase()];
  return texts.some((text) => {
    if (text === null) return false;
    if (wanted === "*") return true;
    const own = String(text).toLowerCase();
    return options.some((option) =>
      option.endsWith("*") ? own.startsWith(option.slice(0, -1)) : own === option,
    );
  });
}

function compare(left: number, right: number, comparator: Comparator): boolean {
  switch (comparator) {
    case ":":
      return left === right;
    case ":>":
      return left > right;
    case ":>=":
      return left >= right;
    case ":<":
      return left < right;
    case ":<=":
      return left <= right;
  }
}

/** Milliseconds of `now`, a date or an instant; null for anything else. */
function toMs(value: string, nowAt: number): number | null {
  if (value === "*") return 0;
  if (value.toLowerCase() === "now") return nowAt;
  if (!/^\d{4}-\d{2}/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}
