/**
 * Decides whether one act may happen: the whole of the rails in one function. Pure: the edge (create-may-act.server.ts)
 * reads the facts in the transaction of the decision, and again in the transaction in which the call begins.
 *
 * First what forbids an act for good (watching, before go-live, disputed), then what puts it off (pause), then what a person
 * must say yes to (asking, a role's limit), and last the day's ceilings, which are taken from only when a call begins.
 */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import type { Counter, LimitKind } from "./kind-rules.ts";
import { SERVICE_WORKFLOW, type Mode, type TeamMember } from "./workflows.ts";

// A pause has no end that is known. Resuming wakes what waits at once; this is for the case that nobody was told.
const PAUSE_RECHECK_MS = 10 * MS_PER_MINUTE;

/** Money of one act in minor units of the shop's currency; `none`: no limit. Zero lets nothing pass. */
export type RoleLimit = bigint | "none";

/** What one call adds to a ceiling, and how much of it is left today. */
export type Usage = {
  readonly counter: Counter;
  readonly ceiling: bigint;
  readonly used: bigint;
  /** null: its money cannot be told in the shop's currency */
  readonly adds: bigint | null;
};

export type Authority = {
  readonly limitKind: LimitKind;
  /** null: the money cannot be told in the shop's currency, and only who has no limit may say yes */
  readonly amountMinor: bigint | null;
  /** of the person who acts; a rule acts by the limit of who confirmed it */
  readonly actorLimit: RoleLimit;
  /** of the person who confirmed or approved it; null: nobody has */
  readonly confirmerLimit: RoleLimit | null;
  /** somebody who may approve it; null: nobody may */
  readonly approver: TeamMember | null;
};

export type ActFacts = {
  readonly now: Date;
  /** A call is about to begin; otherwise it is being decided. */
  readonly isCall: boolean;
  readonly kind: string;
  readonly workflow: string;
  readonly isPerson: boolean;
  /** null: a workflow that nobody knows */
  readonly mode: Mode | null;
  /** null while it was never live */
  readonly goLiveAt: Date | null;
  readonly pausedAt: Date | null;
  /** null: the act is of no order */
  readonly order: { readonly placedAt: Date } | "not_mirrored" | null;
  /** null: the kind does not ask; `unread`: it must be asked and was not */
  readonly dispute: "clear" | "disputed" | "unread" | null;
  readonly isConfirmed: boolean;
  /** null: the kind knows no limit of a role */
  readonly authority: Authority | null;
  /** Empty when its call has been counted today. */
  readonly usage: readonly Usage[];
  /** when the shop's day ends */
  readonly dayEndsAt: Date;
};

export type ActVerdictCode = ActVerdict["code"];

export type ActVerdict =
  | { readonly code: "unknown_workflow" }
  | { readonly code: "not_live" }
  | { readonly code: "before_go_live"; readonly goLiveAt: Date }
  | { readonly code: "order_unknown" }
  | { readonly code: "disputed" }
  | { readonly code: "dispute_unread" }
  | { readonly code: "paused"; readonly retryAt: Date }
  | { readonly code: "needs_confirmation" }
  | {
      readonly code: "needs_approval" | "over_role_limit";
      readonly limitKind: LimitKind;
      readonly limitMinor: bigint;
      readonly approver: string | null;
    }
  | { readonly code: "cannot_reckon" }
  | {
      readonly code: "ceiling_reached";
      readonly counter: Counter;
      readonly ceiling: bigint;
      readonly adds: bigint;
      readonly retryAt: Date;
    };

/** Accepts the act, or gives the first reason against it. */
export function evaluateAct(facts: ActFacts): Result<null, ActVerdict> {
  if (facts.workflow === SERVICE_WORKFLOW && facts.kind === "send_mail") return accept(null);
  if (facts.mode === null) return refuse({ code: "unknown_workflow" });
  const verdict = facts.isPerson ? assessPerson(facts) : assessRule(facts, facts.mode);
  return verdict ? refuse(verdict) : accept(null);
}

/** A person may act on any order in any mode: that is what "by hand" means. Not while all is paused, nor beyond their limit. */
const assessPerson = (facts: ActFacts): ActVerdict | null =>
  assessPause(facts) ?? assessAuthority(facts.authority);

function assessRule(facts: ActFacts, mode: Mode): ActVerdict | null {
  return (
    assessGoLive(facts, mode) ??
    assessDispute(facts) ??
    assessPause(facts) ??
    assessQuestion(facts, mode) ??
    assessCeilings(facts)
  );
}

function assessGoLive({ goLiveAt, order, now }: ActFacts, mode: Mode): ActVerdict | null {
  if (mode === "watching" || !goLiveAt) return { code: "not_live" };
  if (order === "not_mirrored") return { code: "order_unknown" };
  const at = order ? order.placedAt : now;
  return at < goLiveAt ? { code: "before_go_live", goLiveAt } : null;
}

function assessDispute({ dispute, isCall }: ActFacts): ActVerdict | null {
  if (dispute === "disputed") return { code: "disputed" };
  return dispute === "unread" && isCall ? { code: "dispute_unread" } : null;
}

const assessPause = ({ pausedAt, now }: ActFacts): ActVerdict | null =>
  pausedAt ? { code: "paused", retryAt: new Date(now.getTime() + PAUSE_RECHECK_MS) } : null;

/** Where a person has to say yes, that person's limit counts. */
function assessQuestion(facts: ActFacts, mode: Mode): ActVerdict | null {
  const cannotReckon = facts.usage.some(({ adds }) => adds === null);
  if (mode !== "asking" && !cannotReckon) return null;
  if (!facts.isConfirmed) return { code: cannotReckon ? "cannot_reckon" : "needs_confirmation" };
  return assessAuthority(facts.authority);
}

function assessAuthority(authority: Authority | null): ActVerdict | null {
  if (!authority) return null;
  const { limitKind, amountMinor, actorLimit, confirmerLimit, approver } = authority;
  const limits = confirmerLimit === null ? [actorLimit] : [actorLimit, confirmerLimit];
  if (limits.some((limit) => isWithinLimit(amountMinor, limit))) return null;
  const limitMinor = actorLimit === "none" ? 0n : actorLimit;
  const code = approver === null ? "over_role_limit" : "needs_approval";
  return { code, limitKind, limitMinor, approver: approver?.name ?? null };
}

export const isWithinLimit = (amountMinor: bigint | null, limit: RoleLimit): boolean =>
  limit === "none" || (amountMinor !== null && limit > 0n && amountMinor <= limit);

function assessCeilings({ usage, isCall, dayEndsAt }: ActFacts): ActVerdict | null {
  if (!isCall) return null;
  for (const { counter, ceiling, used, adds } of usage) {
    // Without a rate the sum cannot be kept; a person has said yes to this very one, and its number still counts.
    if (adds === null || used + adds <= ceiling) continue;
    return { code: "ceiling_reached", counter, ceiling, adds, retryAt: dayEndsAt };
  }
  return null;
}
