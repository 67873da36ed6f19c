/**
 * Faults on request: what goes wrong with the next matching call. One-shot by default; `rate` draws from a seeded
 * generator so that a test's run can be repeated.
 */
import { isRecord } from "./respond.ts";

export const FAULT_KINDS = [
  "cut_before",
  "cut_after_commit",
  "500_before",
  "500_after",
  "502",
  "503",
  "throttled",
  "slow",
  "truncated",
  "http_401",
  "http_402",
  "http_403",
  "http_404",
  "http_423",
  "http_429",
  "http_430",
  "smtp_421",
  "smtp_451",
  "smtp_550",
  "smtp_cut_after_accept",
  "duplicate",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  id: number;
  kind: FaultKind;
  /** GraphQL operation name or root field; null: any. */
  operation: string | null;
  /** Start of the path, "smtp", "sftp", "desk" or "carrier"; null: Admin API calls. */
  path: string | null;
  /** Shop domain; null: any. */
  shop: string | null;
  /** Calls still to spoil; null: no end. */
  remaining: number | null;
  /** 0–1: share of matching calls that are spoiled. */
  rate: number;
  /** For `slow`: the delay. For `http_429` and `throttled`: what the reply says to wait. */
  ms: number;
  hits: number;
};

export type FaultState = { nextId: number; seed: number; active: Fault[] };

export type FaultQuery = { path: string; shop: string | null; operations: readonly string[] };

export function emptyFaults(): FaultState {
  return { nextId: 1, seed: 1, active: [] };
}

/** Adds a fault as posted to `/__sandbox/fault`. Throws with a sentence that names the wrong field. */
export function addFault(state: FaultState, body: Record<string, unknown>): Fault {
  const kind = FAULT_KINDS.find((known) => known === body["kind"]);
  if (!kind) throw new Error(`fault "kind" is one of ${FAULT_KINDS.join(", ")}`);
  const rate = numberOr(body["rate"], 1);
  const isEndless = body["count"] === null || (body["count"] === undefined && rate < 1);
  const fault: Fault = {
    id: state.nextId,
    kind,
    operation: textOrNull(body["operation"]),
    path: textOrNull(body["path"]) ?? (kind.startsWith("smtp") ? "smtp" : null),
    shop: textOrNull(body["shop"]),
    remaining: isEndless ? null : numberOr(body["count"], 1),
    rate,
    ms: numberOr(body["ms"], 2_000),
    hits: 0,
  };
  if (isRecord(body) && typeof body["seed"] === "number") state.seed = body["seed"];
  state.nextId += 1;
  state.active.push(fault);
  return fault;
}

/** The fault this call meets, already counted; null when none applies. */
export function nextFault(state: FaultState, query: FaultQuery): Fault | null {
  for (const fault of state.active) {
    if (!isMatch(fault, query) || drawShare(state) >= fault.rate) continue;
    fault.hits += 1;
    if (fault.remaining !== null) fault.remaining -= 1;
    state.active = state.active.filter((one) => one.remaining === null || one.remaining > 0);
    return fault;
  }
  return null;
}

function isMatch(fault: Fault, query: FaultQuery): boolean {
  if (fault.shop !== null && fault.shop !== query.shop) return false;
  if (fault.operation !== null) return query.operations.includes(fault.operation);
  return fault.path === null
    ? query.path.startsWith("/admin/api/")
    : query.path.startsWith(fault.path);
}

/** Mulberry32, one draw in [0, 1). */
export function drawShare(state: { seed: number }): number {
  state.seed = (state.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state.seed ^ (state.seed >>> 15), 1 | state.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}
