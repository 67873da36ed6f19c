/** Whether a workflow may be switched to a mode from a go-live time on. Pure. */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { addDays, MS_PER_MINUTE } from "#app/platform/time.ts";
import type { Mode } from "./workflows.ts";

// A form takes a while to fill in: what was "now" on it still is.
const NOW_IS_MS = 15 * MS_PER_MINUTE;
// Beyond it somebody has mistyped a year.
const LATEST_DAYS = 366;

export type SwitchQuestion = {
  readonly now: Date;
  readonly current: { readonly mode: Mode; readonly goLiveAt: Date | null };
  readonly mode: Mode;
  /** null: as it is; for a workflow that was never live, now */
  readonly goLiveAt: Date | null;
  /** The workflow can say what it would do. */
  readonly hasPreview: boolean;
};

export type SwitchRefusal =
  | { readonly code: "no_preview" }
  | { readonly code: "go_live_too_early"; readonly earliest: Date }
  | { readonly code: "go_live_too_late"; readonly latest: Date };

export const SWITCH_REFUSALS = {
  no_preview: {
    status: 409,
    sentence: "This workflow is not part of your version yet, so there is nothing to switch on.",
  },
  go_live_too_early: {
    status: 422,
    sentence: "Choose now or later. Orders placed before Aftercare went live are reviewed by hand.",
  },
  go_live_too_late: { status: 422, sentence: "Choose a time within a year." },
} as const satisfies Record<SwitchRefusal["code"], { status: number; sentence: string }>;

/** The go-live time from which it acts; null while it watches and never was live. */
export function evaluateSwitch(asked: SwitchQuestion): Result<Date | null, SwitchRefusal> {
  const { now, current, mode, goLiveAt, hasPreview } = asked;
  if (mode === "watching") return accept(current.goLiveAt);
  if (!hasPreview) return refuse({ code: "no_preview" });
  const chosen = goLiveAt ?? (current.mode === "watching" ? now : (current.goLiveAt ?? now));
  // An earlier time than before would hand it orders that were promised to a person.
  const earliest = current.goLiveAt && current.goLiveAt < now ? current.goLiveAt : now;
  if (chosen.getTime() < earliest.getTime() - NOW_IS_MS)
    return refuse({ code: "go_live_too_early", earliest });
  const latest = addDays(now, LATEST_DAYS);
  return chosen > latest ? refuse({ code: "go_live_too_late", latest }) : accept(chosen);
}
