/** The use cases of the page: the limits as they stand, and their change. */
import { z } from "zod";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { formatMoney, moneyToDecimal } from "#app/platform/money.ts";
import type { Deps } from "#app/deps.server.ts";
import { describeAmount } from "#app/rails/act-words.ts";
import { COUNTERS, LIMIT_KINDS } from "#app/rails/kind-rules.ts";
import { listBrakeViews } from "#app/rails/list-brakes.server.ts";
import { describeLimitRefusal, parseCeiling, parseRoleLimit } from "#app/rails/parse-limits.ts";
import { enqueueWake } from "#app/rails/pauses.server.ts";
import { LIMITED_ROLES, limitOf } from "#app/rails/role-limits.ts";
import { listOwnLimits, saveRoleLimit } from "#app/rails/role-limits-store.server.ts";
import { shopDay } from "#app/rails/shop-day.ts";
import { listCeilings, saveCeiling } from "#app/rails/usage-store.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import {
  LIMIT_FIELDS,
  type CeilingView,
  type LimitField,
  type LimitsAnswer,
  type LimitsDraft,
} from "./limits-draft.ts";

type PageDeps = Pick<Deps, "db" | "clock" | "rails">;

export function getLimits(deps: PageDeps, shopId: bigint) {
  return inShop(deps.db, shopId, async (tx) => {
    const shop = await findShop(tx, shopId);
    const day = shopDay(deps.clock.now(), shop.zone);
    const ceilings = await listCeilings(tx, { shopId, day, zone: shop.zone });
    return {
      currency: shop.currency,
      saved: await readDraft(tx, shopId, shop.currency, ceilings),
      ceilings: ceilings.map((one): CeilingView => {
        const { counter, used } = one;
        const isMoney = counter === "refund_sum";
        const money = { amountMinor: one.default, currency: shop.currency };
        return {
          counter,
          defaultText: isMoney ? formatMoney(money) : one.default.toLocaleString("en-US"),
          usedText: describeAmount(counter, used, shop.currency),
        };
      }),
      brakes: await listBrakeViews(tx, shopId, deps.clock.now()),
    };
  });
}

async function readDraft(
  tx: ShopTx,
  shopId: bigint,
  currency: string,
  ceilings: Awaited<ReturnType<typeof listCeilings>>,
): Promise<LimitsDraft> {
  const own = await listOwnLimits(tx, shopId);
  const decimal = (amountMinor: bigint) => moneyToDecimal({ amountMinor, currency });
  const texts = [
    ...ceilings.map(({ counter, own: value }) => {
      const text = counter === "refund_sum" && value !== null ? decimal(value) : value?.toString();
      return [counter, text ?? ""] as const;
    }),
    ...LIMITED_ROLES.flatMap((role) =>
      LIMIT_KINDS.map((limitKind) => {
        const limit = limitOf(own, role, limitKind);
        return [`${role}.${limitKind}`, limit === "none" ? "" : decimal(limit)] as const;
      }),
    ),
  ];
  // Every counter, and every role with every kind: the fields of the type.
  return Object.fromEntries(texts) as LimitsDraft;
}

const draftSchema = z.record(z.enum(LIMIT_FIELDS as [LimitField]), z.string().max(40));

/** Saves what differs, all of it or nothing, and says per field what was refused. */
export function saveLimits(
  deps: PageDeps,
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
  text: string,
): Promise<LimitsAnswer> {
  const draft = draftSchema.safeParse(readJson(text));
  if (!draft.success)
    return Promise.resolve({
      isSaved: false,
      errors: { form: "The form could not be read. Reload and try again." },
    });
  return inShop(deps.db, shopId, async (tx) => {
    const { currency, zone } = await findShop(tx, shopId);
    const now = deps.clock.now();
    const readSaved = async () => {
      const ceilings = await listCeilings(tx, { shopId, day: shopDay(now, zone), zone });
      return readDraft(tx, shopId, currency, ceilings);
    };
    const saved = await readSaved();
    const changed = LIMIT_FIELDS.filter((field) => draft.data[field].trim() !== saved[field]);
    const errors = findErrors(changed, draft.data, currency);
    if (Object.keys(errors).length > 0) return { isSaved: false, errors };
    const by = { staffId, at: now };
    for (const field of changed)
      await saveField(tx, shopId, field, draft.data[field], currency, by);
    if (changed.length > 0) {
      const changes = { before: saved, after: await readSaved() };
      await recordChange(tx, { shopId, staffId, area: "rails.limits", changedAt: now, ...changes });
      // What stopped at an old ceiling asks again; what is still above the new one stops again.
      await enqueueWake(tx, shopId, "ceiling_reached");
    }
    return { isSaved: true, errors: {} };
  });
}

const counterOf = (field: LimitField) => COUNTERS.find((counter) => counter === field);

const parseField = (field: LimitField, text: string, currency: string) => {
  const counter = counterOf(field);
  return counter ? parseCeiling(counter, text, currency) : parseRoleLimit(text, currency);
};

function findErrors(fields: readonly LimitField[], draft: LimitsDraft, currency: string) {
  const errors: Partial<Record<LimitField, string>> = {};
  for (const field of fields) {
    const parsed = parseField(field, draft[field], currency);
    if (!parsed.ok) errors[field] = describeLimitRefusal(parsed.refusal, currency);
  }
  return errors;
}

async function saveField(
  tx: ShopTx,
  shopId: bigint,
  field: LimitField,
  text: string,
  currency: string,
  by: { readonly staffId: string; readonly at: Date },
): Promise<void> {
  const counter = counterOf(field);
  if (counter) {
    const parsed = parseCeiling(counter, text, currency);
    if (parsed.ok) await saveCeiling(tx, shopId, { counter, value: parsed.value }, by);
    return;
  }
  const role = LIMITED_ROLES.find((one) => field.startsWith(`${one}.`));
  const limitKind = LIMIT_KINDS.find((one) => field.endsWith(`.${one}`));
  const parsed = parseRoleLimit(text, currency);
  if (role && limitKind && parsed.ok)
    await saveRoleLimit(tx, shopId, { role, limitKind, limit: parsed.value }, by);
}

async function findShop(tx: ShopTx, shopId: bigint) {
  const { currency, ianaTimezone: zone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true, ianaTimezone: true },
  });
  return { currency: currency ?? "USD", zone };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
