import { expect, test } from "vitest";
import { DEFAULT_THRESHOLDS } from "#app/orders/exception-flags.ts";
import {
  addHoliday,
  assessDirtySections,
  draftOf,
  type SavedSettings,
  type SettingsDraft,
} from "#app/routes/app.settings/settings-draft.ts";

const saved: SavedSettings = {
  ownTimeZone: null,
  workingDays: [5, 1, 2, 3, 4],
  holidays: ["2026-12-26", "2026-12-25"],
  thresholds: DEFAULT_THRESHOLDS,
};
const clean = draftOf(saved);

test("an untouched form has nothing to save, whatever order the days came in", () => {
  expect(assessDirtySections(clean, saved)).toEqual({ workingTime: false, thresholds: false });
});

test.each<[string, Partial<SettingsDraft>, string]>([
  ["a zone", { timeZone: "Asia/Tokyo" }, "workingTime"],
  ["a working day", { workingDays: [1, 2, 3, 4] }, "workingTime"],
  ["a day off", { holidays: ["2026-12-25"] }, "workingTime"],
  ["a threshold", { thresholds: { ...clean.thresholds, undeliveredDays: "20" } }, "thresholds"],
  [
    "a threshold that is no number",
    { thresholds: { ...clean.thresholds, undeliveredDays: "" } },
    "thresholds",
  ],
])("%s makes its own section unsaved", (_what, change, section) => {
  const dirty = assessDirtySections({ ...clean, ...change }, saved);
  expect(Object.entries(dirty).filter(([, isDirty]) => isDirty)).toEqual([[section, true]]);
});

test("typing the same number back leaves nothing to save", () => {
  const thresholds = { ...clean.thresholds, undeliveredDays: " 16 " };
  expect(assessDirtySections({ ...clean, thresholds }, saved).thresholds).toBe(false);
});

test("days off stay in order", () => {
  expect(addHoliday(["2026-12-25"], "2026-01-01")).toEqual({
    ok: true,
    holidays: ["2026-01-01", "2026-12-25"],
  });
});

test.each([
  ["2026-12-25", "already_there"],
  ["2026-02-30", "not_a_date"],
  ["", "not_a_date"],
])("refuses the day off %s: %s", (date, refusal) => {
  expect(addHoliday(["2026-12-25"], date)).toEqual({ ok: false, refusal });
});
