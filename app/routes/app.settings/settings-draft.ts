/** What a person has typed into the settings page, compared with what is saved. Pure. */
import type { ExceptionThresholds } from "#app/orders/exception-flags.ts";
import { isCalendarDate } from "#app/platform/business-days.ts";
import type { FlipReport } from "#app/ui/flip-report.ts";

/** As typed: numbers are text until they are saved, so that a refused "3x" stays in its field. */
export type SettingsDraft = {
  /** IANA zone of the shop's own choice; "" = whatever Shopify says */
  readonly timeZone: string;
  /** ISO weekdays, 1 = Monday, ascending */
  readonly workingDays: readonly number[];
  /** calendar dates, ascending */
  readonly holidays: readonly string[];
  readonly thresholds: Readonly<Record<keyof ExceptionThresholds, string>>;
};

export type SavedSettings = {
  readonly ownTimeZone: string | null;
  readonly workingDays: readonly number[];
  readonly holidays: readonly string[];
  readonly thresholds: ExceptionThresholds;
};

/** What became of a save. Messages stand beside the field they name; `form` is about the whole. */
export type SettingsAnswer = {
  readonly isSaved: boolean;
  readonly errors: Readonly<Partial<Record<SettingsField, string>>>;
  /** Nothing was saved yet: it would move these orders, and nobody has seen that. */
  readonly flips?: FlipReport;
};

export type SettingsField =
  "form" | "timeZone" | "workingDays" | "holidays" | keyof ExceptionThresholds;

export const THRESHOLD_FIELDS = [
  "unfulfilledDays",
  "noTrackingDays",
  "labelWithoutScanDays",
  "undeliveredDays",
  "probablyLostDays",
] as const satisfies readonly (keyof ExceptionThresholds)[];

export function draftOf(saved: SavedSettings): SettingsDraft {
  const { ownTimeZone, workingDays, holidays, thresholds } = saved;
  const texts = THRESHOLD_FIELDS.map((field) => [field, String(thresholds[field])] as const);
  return {
    timeZone: ownTimeZone ?? "",
    workingDays: [...workingDays].sort((a, b) => a - b),
    holidays: [...holidays].sort(),
    // The names are those of THRESHOLD_FIELDS, which covers the type.
    thresholds: Object.fromEntries(texts) as SettingsDraft["thresholds"],
  };
}

export type DirtySections = { readonly workingTime: boolean; readonly thresholds: boolean };

export function assessDirtySections(draft: SettingsDraft, saved: SavedSettings): DirtySections {
  const clean = draftOf(saved);
  return {
    workingTime:
      draft.timeZone !== clean.timeZone ||
      draft.workingDays.join() !== clean.workingDays.join() ||
      draft.holidays.join() !== clean.holidays.join(),
    thresholds: THRESHOLD_FIELDS.some(
      (field) => draft.thresholds[field].trim() !== clean.thresholds[field],
    ),
  };
}

export type HolidayRefusal = "not_a_date" | "already_there";

/** The dates with one more, or why not. */
export function addHoliday(
  holidays: readonly string[],
  date: string,
): { ok: true; holidays: string[] } | { ok: false; refusal: HolidayRefusal } {
  if (!isCalendarDate(date)) return { ok: false, refusal: "not_a_date" };
  if (holidays.includes(date)) return { ok: false, refusal: "already_there" };
  return { ok: true, holidays: [...holidays, date].sort() };
}
