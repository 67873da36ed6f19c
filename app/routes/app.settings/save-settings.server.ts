/** Saves what was typed on the settings page: each section by its own feature, and says per field what was refused. */
import { z } from "zod";
import type { ThresholdsRefusal } from "#app/orders/views.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import { saveThresholds } from "#app/orders/thresholds.server.ts";
import { WORKING_TIME_REFUSALS } from "#app/shops/evaluate-working-time.ts";
import { saveWorkingTime } from "#app/shops/shop-settings.server.ts";
import { THRESHOLD_FIELDS, type SettingsAnswer, type SettingsField } from "./settings-draft.ts";

type Errors = Partial<Record<SettingsField, string>>;

const draftSchema = z.object({
  timeZone: z.string().max(64),
  workingDays: z.array(z.number().int().min(1).max(7)).max(7),
  holidays: z.array(z.string().max(10)).max(1_000),
  thresholds: z.object({
    unfulfilledDays: z.string(),
    noTrackingDays: z.string(),
    labelWithoutScanDays: z.string(),
    undeliveredDays: z.string(),
    probablyLostDays: z.string(),
  }),
});
const sectionsSchema = z.object({ workingTime: z.boolean(), thresholds: z.boolean() });

type Draft = z.output<typeof draftSchema>;

export async function saveSettings(
  deps: { db: Db; clock: Clock },
  shopId: bigint,
  form: FormData,
): Promise<SettingsAnswer> {
  const draft = draftSchema.safeParse(readJson(form.get("draft")));
  const sections = sectionsSchema.safeParse(readJson(form.get("sections")));
  if (!draft.success || !sections.success)
    return {
      isSaved: false,
      errors: { form: "The form could not be read. Reload and try again." },
    };
  const errors: Errors = {
    ...(sections.data.workingTime ? await saveTime(deps, shopId, draft.data) : {}),
    ...(sections.data.thresholds ? await saveDays(deps, shopId, draft.data) : {}),
  };
  return { isSaved: Object.keys(errors).length === 0, errors };
}

async function saveTime(deps: { db: Db; clock: Clock }, shopId: bigint, draft: Draft) {
  const saved = await saveWorkingTime(deps, shopId, {
    ownTimeZone: draft.timeZone === "" ? null : draft.timeZone,
    workingDays: draft.workingDays,
    holidays: draft.holidays,
  });
  if (saved.ok) return {};
  return Object.fromEntries(
    saved.refusal
      .map(({ code }) => WORKING_TIME_REFUSALS[code])
      .map(({ field, sentence }) => [field, sentence]),
  ) satisfies Errors;
}

async function saveDays(deps: { db: Db; clock: Clock }, shopId: bigint, { thresholds }: Draft) {
  const errors: Errors = {};
  for (const field of THRESHOLD_FIELDS)
    if (!/^\d{1,4}$/.test(thresholds[field].trim())) errors[field] = "Type a whole number of days.";
  if (Object.keys(errors).length > 0) return errors;
  const saved = await saveThresholds(deps, shopId, {
    unfulfilledDays: Number(thresholds.unfulfilledDays),
    noTrackingDays: Number(thresholds.noTrackingDays),
    labelWithoutScanDays: Number(thresholds.labelWithoutScanDays),
    undeliveredDays: Number(thresholds.undeliveredDays),
    probablyLostDays: Number(thresholds.probablyLostDays),
  });
  return saved.ok ? {} : thresholdErrors(saved.refusal);
}

function thresholdErrors({ field, minDays, maxDays }: ThresholdsRefusal): Errors {
  return { [field]: `Choose ${minDays} to ${maxDays} days.` };
}

function readJson(value: FormDataEntryValue | null): unknown {
  try {
    return JSON.parse(typeof value === "string" ? value : "");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
