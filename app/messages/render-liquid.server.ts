/**
 * Renders a merchant's Liquid inside limits that hold: no files, no prototypes, no raw HTML, 100 ms by a watchdog that
 * ends running code, 1 MB. What values bring along can never become markup: see protectValue.
 */
import { createContext, runInContext } from "node:vm";
import { Liquid, LiquidError } from "liquidjs";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { protectValue } from "./protect-value.ts";
import type { TemplateScope } from "./template-scope.ts";

export const TEMPLATE_LIMITS = {
  /** A page of text is 3,000; ten pages are no mail. */
  maxSourceLength: 30_000,
  maxRenderMs: 100,
  maxOutputBytes: 1_000_000,
} as const;

// Characters that one render may make in all, in-between results included.
const MAX_CHARACTERS = 4_000_000;

const TAGS = ["assign", "capture", "case", "comment", "if", "unless", "for", "break", "continue"];
const FILTERS =
  `abs append at_least at_most capitalize ceil compact concat date default divided_by downcase escape first floor join
  last lstrip map minus modulo plus prepend remove remove_first replace replace_first reverse round rstrip size slice
  sort split strip strip_html strip_newlines times truncate truncatewords uniq upcase where`.split(
    /\s+/,
  );

export type TemplateRefusal = {
  readonly code:
    | "too_long"
    | "broken_liquid"
    | "unknown_name"
    | "too_slow"
    | "too_much_output"
    | "template_failed";
  /** For the merchant, with what to do. */
  readonly message: string;
  /** from 1; null when it is about the whole */
  readonly line: number | null;
};

/** `strict`: a name that does not exist is refused. For drafts; a published text shows nothing in its place. */
export function renderLiquid(
  source: string,
  scope: TemplateScope,
  { isStrict }: { readonly isStrict: boolean },
): Result<string, TemplateRefusal> {
  if (source.length > TEMPLATE_LIMITS.maxSourceLength)
    return refuse({
      code: "too_long",
      message: `The text has ${source.length} characters. Shorten it to ${TEMPLATE_LIMITS.maxSourceLength}.`,
      line: null,
    });
  try {
    const text = withinTime(() => createEngine(isStrict).parseAndRenderSync(source, { ...scope }));
    if (Buffer.byteLength(text) > TEMPLATE_LIMITS.maxOutputBytes) return refuse(TOO_MUCH);
    return accept(text);
  } catch (error) {
    return refuse(readFailure(error));
  }
}

/** A fresh one each time: nothing of one shop's template is left for the next. */
function createEngine(isStrict: boolean): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: isStrict,
    lenientIf: true,
    // Named in memory and empty: there is nothing to include, and no disk is asked.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    cache: false,
    outputEscape: (value: unknown) => protectValue(value),
    parseLimit: TEMPLATE_LIMITS.maxSourceLength,
    renderLimit: TEMPLATE_LIMITS.maxRenderMs,
    memoryLimit: MAX_CHARACTERS,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters))
    if (!FILTERS.includes(name)) delete engine.filters[name];
  return engine;
}

// On a machine that is short of processors the clock runs while nobody renders. A render that was stopped before it had
// its time of the processor is begun again; one that used it up is not.
const MAX_TRIES = 3;

/** Runs the work and ends it when its time is over, wherever it is. */
function withinTime(work: () => unknown): string {
  for (let tries = 1; ; tries += 1) {
    const before = process.cpuUsage();
    try {
      return runWatched(work);
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      const wasStarved = (user + system) / 1_000 < TEMPLATE_LIMITS.maxRenderMs;
      if (!isTimeout(error) || !wasStarved || tries === MAX_TRIES) throw error;
    }
  }
}

function runWatched(work: () => unknown): string {
  const context = createContext({ work }, { microtaskMode: "afterEvaluate" });
  const text: unknown = runInContext("work()", context, { timeout: TEMPLATE_LIMITS.maxRenderMs });
  return String(text);
}

/** The watchdog's error comes from another realm, where it is no Error of ours; LiquidJS has a clock of its own. */
const isTimeout = (error: unknown): boolean =>
  Object(error).code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ||
  /template render limit exceeded/.test(String(Object(error).message));

const TOO_MUCH: TemplateRefusal = {
  code: "too_much_output",
  message: "The text grows beyond 1 MB. Look for a loop that repeats too often.",
  line: null,
};

function readFailure(error: unknown): TemplateRefusal {
  if (isTimeout(error)) return TOO_SLOW;
  if (!(error instanceof Error)) throw error;
  if (/memory alloc limit exceeded|Invalid string length/.test(error.message)) return TOO_MUCH;
  const line = lineOf(error);
  const said = firstSentence(error);
  const where = line === null ? "" : `Line ${line}: `;
  if (/undefined variable/.test(said)) {
    const name = said.replace(/^.*undefined variable:\s*/, "");
    return {
      code: "unknown_name",
      message: `${where}there is nothing called “${name}”. Choose a name from the list, or remove it.`,
      line,
    };
  }
  return LiquidError.is(error)
    ? { code: "broken_liquid", message: `${where}${said}. Correct it and try again.`, line }
    : {
        code: "template_failed",
        message: `${where}this text cannot be rendered (${said}).`,
        line,
      };
}

const TOO_SLOW: TemplateRefusal = {
  code: "too_slow",
  message: "The text takes longer than a tenth of a second. Look for loops inside loops.",
  line: null,
};

function lineOf(error: Error): number | null {
  const token = "token" in error ? error.token : null;
  if (typeof token !== "object" || token === null || !("getPosition" in token)) return null;
  // LiquidJS tokens know their place; its types keep the class to itself.
  const [line] = (token as { getPosition: () => number[] }).getPosition();
  return line ?? null;
}

/** LiquidJS adds file, line and column behind a comma; the merchant has them from us. */
const firstSentence = (error: Error): string =>
  (error.message.split("\n")[0] ?? "").replace(/,?\s*(?:file:.*)?line:\d+, col:\d+$/, "").trim();
