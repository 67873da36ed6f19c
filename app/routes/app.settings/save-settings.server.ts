/** Saves what was typed on the settings page: each section by its own feature, and says per field what was refused. */
import { z } from "zod";
import type { ThresholdsRefusal } from "#app/orders/views.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { evaluateThresholds } from "#app/orders/read-thresholds.ts";
import { findThresholds, findThresholdsIn, saveThresholds } from "#app/orders/thresholds.server.ts";
import { listFlips } from "#app/settings-flips.server.ts";
import { WORKING_TIME_REFUSALS } from "#app/shops/evaluate-working-time.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import {
  getShopSettings,
  getShopSettingsIn,
  saveWorkingTime,
} from "#app/shops/shop-settings.server.ts";
import { nameFlips } from "#app/ui/flip-report.ts";
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
  session: Pick<StaffSession, "shopId" | "staff">,
  form: FormData,
): Promise<SettingsAnswer> {
  const draft = draftSchema.safeParse(readJson(form.get("draft")));
  const sections = sectionsSchema.safeParse(readJson(form.get("sections")));
  if (!draft.success || !sections.success)
    return {
      isSaved: false,
      errors: { form: "The form could not be read. Reload and try again." },
    };
  const { shopId } = session;
  const flips = await findUnseenFlips(deps, shopId, draft.data, sections.data, form.get("seen"));
  if (flips) return { isSaved: false, errors: {}, flips };
  const changedAt = deps.clock.now();
  return inShop(deps.db, shopId, async (tx) => {
    // Saved twice at once, the second begins where the first has ended.
    await tx.$queryRaw`select 1 from shops where id = ${shopId} for update`;
    const before = await readSections(tx, shopId);
    const errors: Errors = {
      ...(sections.data.workingTime ? await saveTime(tx, shopId, draft.data) : {}),
      ...(sections.data.thresholds ? await saveDays(tx, shopId, draft.data) : {}),
    };
    const after = await readSections(tx, shopId);
    for (const section of ["working_time", "thresholds"] as const)
      await recordChange(tx, {
        shopId,
        staffId: session.staff.id,
        area: `settings.${section}`,
        changedAt,
        before: before[section],
        after: after[section],
      });
    return { isSaved: Object.keys(errors).length === 0, errors };
  });
}

/** What the change would move and the form does not say was seen. What is refused anyway moves nothing. */
async function findUnseenFlips(
  deps: { db: Db; clock: Clock },
  shopId: bigint,
  draft: Draft,
  sections: { readonly workingTime: boolean; readonly thresholds: boolean },
  seen: FormDataEntryValue | null,
) {
  const settings = await getShopSettings(deps, shopId);
  const thresholds = await findThresholds(deps, shopId);
  const before = { ...settings, thresholds };
  const typed = evaluateThresholds(readDays(draft));
  if (sections.thresholds && !typed.ok) return null;
  const flips = await inShop(deps.db, shopId, (tx) =>
    listFlips(tx, {
      shopId,
      now: deps.clock.now(),
      before,
      after: {
        ...before,
        ...(sections.workingTime && {
          timeZone: draft.timeZone || settings.shopifyTimeZone,
          workingDays: draft.workingDays,
          holidays: draft.holidays,
        }),
        ...(sections.thresholds && typed.ok && { thresholds: typed.value }),
      },
    }),
  );
  return flips.count === 0 || seen === nameFlips(flips) ? null : flips;
}

/** Not a number where none was typed: then it is refused. */
const readDays = ({ thresholds }: Draft) => ({
  unfulfilledDays: Number(thresholds.unfulfilledDays.trim() || NaN),
  noTrackingDays: Number(thresholds.noTrackingDays.trim() || NaN),
  labelWithoutScanDays: Number(thresholds.labelWithoutScanDays.trim() || NaN),
  undeliveredDays: Number(thresholds.undeliveredDays.trim() || NaN),
  probablyLostDays: Number(thresholds.probablyLostDays.trim() || NaN),
});

/** What the record of changes compares. */
async function readSections(tx: ShopTx, shopId: bigint) {
  const { ownTimeZone, workingDays, holidays } = await getShopSettingsIn(tx, shopId);
  const thresholds = await findThresholdsIn(tx, shopId);
  return { working_time: { timeZone: ownTimeZone, workingDays, holidays }, thresholds };
}

async function saveTime(tx: ShopTx, shopId: bigint, draft: Draft) {
  const saved = await saveWorkingTime(tx, shopId, {
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

async function saveDays(tx: ShopTx, shopId: bigint, draft: Draft) {
  const { thresholds } = draft;
  const errors: Errors = {};
  for (const field of THRESHOLD_FIELDS)
    if (!/^\d{1,4}$/.test(thresholds[field].trim())) errors[field] = "Type a whole number of days.";
  if (Object.keys(errors).length > 0) return errors;
  const saved = await saveThresholds(tx, shopId, readDays(draft));
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
