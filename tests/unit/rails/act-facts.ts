/** Facts of an act that may happen, to change one of. */
import type { ActFacts, Authority, Usage } from "#app/rails/evaluate-act.ts";

export const NOW = new Date("2026-11-22T12:00:00Z");
export const GO_LIVE = new Date("2026-11-20T00:00:00Z");
export const DAY_ENDS = new Date("2026-11-23T05:00:00Z");

/** A refund of a rule, acting, about to be called. */
export const actFacts = (changes: Partial<ActFacts> = {}): ActFacts => ({
  now: NOW,
  isCall: true,
  kind: "refund",
  workflow: "returns",
  isPerson: false,
  mode: "acting",
  goLiveAt: GO_LIVE,
  pausedAt: null,
  order: { placedAt: GO_LIVE },
  dispute: "clear",
  isConfirmed: false,
  authority: null,
  usage: [],
  dayEndsAt: DAY_ENDS,
  ...changes,
});

export const usage = (changes: Partial<Usage> = {}): Usage => ({
  counter: "refunds",
  ceiling: 40n,
  used: 0n,
  adds: 1n,
  ...changes,
});

export const authority = (changes: Partial<Authority> = {}): Authority => ({
  limitKind: "refunds",
  amountMinor: 10_000n,
  actorLimit: 10_000n,
  confirmerLimit: null,
  approver: { id: "7", name: "Ana", role: "owner" },
  ...changes,
});
