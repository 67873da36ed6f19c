/** Offers entered or removed by a person, each written down in the same transaction; and costs taken over from Shopify. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { moneyToDecimal } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";
import { evaluateOffer, type OfferFields, type OfferForm } from "./evaluate-offer.ts";

type Deps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };
type By = { readonly shopId: bigint; readonly supplierId: bigint; readonly staffId: string };

export type OfferRefusal =
  | { readonly code: "supplier_unknown" | "variant_unknown" | "offer_unknown" }
  | { readonly code: "fields"; readonly errors: Readonly<Record<string, string>> };

export const OFFER_WORDS = {
  supplier_unknown: {
    status: 404,
    sentence: "This supplier is gone or archived. Go back to the list.",
  },
  variant_unknown: {
    status: 404,
    sentence: "This product is not in your shop. Search for it again.",
  },
  offer_unknown: { status: 404, sentence: "There is no such offer any more. Reload the page." },
  fields: { status: 422, sentence: "Some fields need another look." },
} as const satisfies Record<OfferRefusal["code"], { status: number; sentence: string }>;

export function saveOffer(
  { db, clock }: Deps,
  by: By,
  form: OfferForm,
): Promise<Result<null, OfferRefusal>> {
  const { shopId, supplierId } = by;
  return inShop(db, shopId, async (tx) => {
    const currency = await lockCurrency(tx, by);
    if (!currency) return refuse({ code: "supplier_unknown" });
    const evaluated = evaluateOffer(form, currency);
    if (!evaluated.ok) return refuse({ code: "fields", errors: evaluated.refusal });
    const fields = evaluated.value;
    const { variantGid, supplierSku } = fields;
    const key = { shopId_gid: { shopId, gid: variantGid } };
    if (!(await tx.variant.findUnique({ where: key, select: { gid: true } })))
      return refuse({ code: "variant_unknown" });
    const namesake =
      supplierSku &&
      (await tx.offer.findFirst({
        where: { shopId, supplierId, supplierSku, isActive: true, NOT: { variantGid } },
      }));
    if (namesake)
      return refuse({
        code: "fields",
        errors: { supplierSku: "Another offer of this supplier has this SKU." },
      });
    const id = { shopId_supplierId_variantGid: { shopId, supplierId, variantGid } };
    const before = await tx.offer.findUnique({ where: id });
    const now = clock.now();
    const row = {
      ...fields,
      // A count that was looked at again is a new count.
      stockAsOf: fields.stockUnits === null ? null : now,
      source: "hand",
      isActive: true,
      updatedAt: now,
    };
    await tx.offer.upsert({ where: id, create: { shopId, supplierId, ...row }, update: row });
    await record(tx, by, {
      now,
      before: before?.isActive ? describe(before, currency) : { offer: null },
      after: describe(row, currency),
    });
    return accept(null);
  });
}

/** The offer stays for looking back, and is not asked any more. */
export function removeOffer(
  { db, clock }: Deps,
  by: By,
  variantGid: string,
): Promise<Result<null, OfferRefusal>> {
  const { shopId, supplierId } = by;
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const removed = await tx.offer.updateMany({
      where: { shopId, supplierId, variantGid, isActive: true },
      data: { isActive: false, updatedAt: now },
    });
    if (removed.count === 0) return refuse({ code: "offer_unknown" });
    await record(tx, by, { now, before: { offer: variantGid }, after: { offer: null } });
    return accept(null);
  });
}

/** Unit costs from Shopify where the supplier's vendors have them in its currency and no cost is known. Returns how many. */
export function takeShopifyCosts({ db, clock }: Deps, by: By): Promise<number> {
  const { shopId, supplierId } = by;
  return inShop(db, shopId, async (tx) => {
    const currency = await lockCurrency(tx, by);
    if (!currency) return 0;
    const now = clock.now();
    const taken = await tx.$executeRaw`
      insert into offers (shop_id, supplier_id, variant_gid, cost_minor, source, updated_at)
      select v.shop_id, ${supplierId}, v.gid, v.unit_cost_minor, 'shopify', ${now}
      from variants v join supplier_vendors m on m.shop_id = v.shop_id and m.vendor = v.vendor and m.supplier_id = ${supplierId}
      where v.shop_id = ${shopId} and not v.is_gone and v.unit_cost_minor >= 0 and v.unit_cost_currency = ${currency}
      on conflict (shop_id, supplier_id, variant_gid) do update
      set cost_minor = excluded.cost_minor, source = 'shopify', is_active = true, updated_at = excluded.updated_at
      where offers.cost_minor is null`;
    if (taken > 0) await record(tx, by, { now, before: { costs: 0 }, after: { costs: taken } });
    return taken;
  });
}

async function lockCurrency(tx: ShopTx, { shopId, supplierId }: By): Promise<string | null> {
  const rows = await tx.$queryRaw<{ currency: string }[]>`
    select currency from suppliers where shop_id = ${shopId} and id = ${supplierId} and state <> 'archived' for update`;
  return rows[0]?.currency ?? null;
}

type Change = {
  readonly now: Date;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
};

async function record(tx: ShopTx, { shopId, supplierId, staffId }: By, change: Change) {
  const { now: changedAt, before, after } = change;
  const supplier = supplierId.toString();
  await recordChange(tx, {
    shopId,
    staffId,
    area: "dropship.offer",
    changedAt,
    before: { supplier: null, ...before },
    after: { supplier, ...after },
  });
  await enqueueWake(tx, shopId, "supply");
}

function describe(offer: OfferFields, currency: string): Readonly<Record<string, unknown>> {
  const amount = (amountMinor: bigint | null) =>
    amountMinor === null ? null : moneyToDecimal({ amountMinor, currency });
  return {
    offer: offer.variantGid,
    supplierSku: offer.supplierSku,
    cost: amount(offer.costMinor),
    stock: offer.stockUnits,
    leadTimeDays: offer.leadTimeDays,
    minimumUnits: offer.minimumUnits,
    minimumAdvertised: amount(offer.minimumAdvertisedMinor),
  };
}
