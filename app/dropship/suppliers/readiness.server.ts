/**
 * The least a supplier needs before its first order, in one small form: who gets orders, what a parcel costs, the exchange
 * rate and the price list. Everything else has a default; the supplier's own page has all of it.
 */
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { evaluateSupplierForm, type FieldErrors } from "./evaluate-supplier-form.ts";
import { saveRate } from "./exchange-rates.server.ts";
import { findRunView, type FeedRunView } from "./feeds/find-feed-page.server.ts";
import type { MissingPart, SupplierRowView } from "./list-supplier-rows.server.ts";
import { SAVE_REFUSALS, updateSupplier, type SaveDeps } from "./save-supplier.server.ts";
import { formOfSupplier, type SupplierForm } from "./supplier-form.ts";
import { findSupplier, listContacts } from "./suppliers-store.server.ts";

export type ReadyRow = {
  readonly supplierId: string;
  readonly name: string;
  readonly missing: readonly MissingPart[];
  readonly currency: string;
  /** the shop's own; null while Shopify has not told */
  readonly shopCurrency: string | null;
  readonly offers: number;
  /** the last price list */
  readonly list: Pick<FeedRunView, "runId" | "state" | "counts" | "problem"> | null;
};

export type ReadyForm = {
  readonly supplierId: bigint;
  /** who gets orders; null = known already */
  readonly email: string | null;
  /** what a parcel costs to everywhere, in `currency`; null = known already */
  readonly parcel: string | null;
  /** the one that stood beside the amount */
  readonly currency: string;
  /** empty = none is needed, or it stays unknown */
  readonly rate: string;
};

export type ReadyRefusal = {
  readonly code: keyof typeof SAVE_REFUSALS | "rate_malformed";
  readonly status: number;
  readonly sentence: string;
  readonly errors?: FieldErrors;
};

// What fits on a page before the list itself; the next ones move up as these become ready.
const MOST_SHOWN = 8;

/** Those of these suppliers that lack something, in the order of the list. */
export function listReadyRows(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  rows: readonly SupplierRowView[],
): Promise<ReadyRow[]> {
  const lacking = rows
    .filter(({ missing, state }) => missing.length > 0 && state === "active")
    .slice(0, MOST_SHOWN);
  if (lacking.length === 0) return Promise.resolve([]);
  return inShop(db, shopId, async (tx) => {
    const shop = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { currency: true },
    });
    const views: ReadyRow[] = [];
    for (const { supplierId, name, missing, currency, offers } of lacking) {
      const list = await findRunView(tx, shopId, BigInt(supplierId));
      views.push({
        supplierId,
        name,
        missing,
        currency,
        shopCurrency: shop.currency,
        offers,
        list: list && {
          runId: list.runId,
          state: list.state,
          counts: list.counts,
          problem: list.problem,
        },
      });
    }
    return views;
  });
}

/** Saves the small form. What it leaves out of the supplier stays as it is. */
export async function saveReady(
  deps: SaveDeps,
  by: { readonly shopId: bigint; readonly staffId: string },
  asked: ReadyForm,
): Promise<Result<null, ReadyRefusal>> {
  const stored = await findForm(deps, by.shopId, asked.supplierId);
  if (!stored) return refuse({ code: "supplier_unknown", ...SAVE_REFUSALS.supplier_unknown });
  // The amount was typed beside another currency: a price list that named its own came in between.
  if (asked.currency !== stored.form.currency)
    return refuse({ code: "supplier_changed", ...SAVE_REFUSALS.supplier_changed });
  const evaluated = evaluateSupplierForm(fillIn(stored.form, asked));
  if (!evaluated.ok) return refuseFields(evaluated.refusal);
  const saved = await updateSupplier(
    deps,
    { ...by, supplierId: asked.supplierId, version: stored.version },
    evaluated.value,
  );
  if (!saved.ok)
    return saved.refusal.code === "fields"
      ? refuseFields(saved.refusal.errors)
      : refuse({ code: saved.refusal.code, ...SAVE_REFUSALS[saved.refusal.code] });
  if (asked.rate.trim() === "") return accept(null);
  const { currency, rate } = asked;
  const rated = await saveRate(deps, { ...by, currency, rate });
  if (rated.ok) return accept(null);
  const { code, sentence } = rated.refusal;
  return refuse({ code, status: 422, sentence, errors: { rate: sentence } });
}

function findForm(
  { db }: Pick<SaveDeps, "db">,
  shopId: bigint,
  supplierId: bigint,
): Promise<{ readonly form: SupplierForm; readonly version: Date } | null> {
  return inShop(db, shopId, async (tx) => {
    const supplier = await findSupplier(tx, shopId, supplierId);
    if (!supplier) return null;
    const contacts = await listContacts(tx, shopId, supplierId);
    const named = await tx.supplierVendor.findMany({ where: { shopId, supplierId } });
    const vendors = named.map(({ vendor }) => vendor);
    return { form: formOfSupplier(supplier, contacts, vendors), version: supplier.updatedAt };
  });
}

function fillIn(form: SupplierForm, { email, parcel }: ReadyForm): SupplierForm {
  return {
    ...form,
    contacts: email === null ? form.contacts : fillContact(form, email),
    tariffs: parcel === null ? form.tariffs : [{ region: "*", parcel, kilogram: "0" }],
  };
}

/** The contact who is to get orders, the first, or a new one; one whose name nobody has said is called like the supplier. */
function fillContact({ name, contacts }: SupplierForm, email: string): SupplierForm["contacts"] {
  const at = Math.max(
    0,
    contacts.findIndex(({ getsOrders }) => getsOrders),
  );
  const chosen = contacts[at] ?? {
    contactId: null,
    name: "",
    phone: "",
    language: "en" as const,
    getsReturns: true,
  };
  const filled = { ...chosen, email, getsOrders: true, name: chosen.name.trim() || name };
  return contacts.length === 0 ? [filled] : contacts.with(at, filled);
}

/** Errors under the names of the small form; what it has no field for is said as a whole. */
function refuseFields(errors: FieldErrors): Result<null, ReadyRefusal> {
  const named: Record<string, string> = {};
  let rest: string | null = null;
  for (const [path, sentence] of Object.entries(errors))
    if (/^contacts/.test(path)) named["email"] = sentence;
    else if (/^tariffs/.test(path)) named["parcel"] = sentence;
    else rest = sentence;
  const { status, sentence } = SAVE_REFUSALS.fields;
  const whole = rest === null ? sentence : `${rest} Open the supplier's page to change it.`;
  return refuse({ code: "fields", status, sentence: whole, errors: named });
}
