/**
 * Creates and changes suppliers, each change written down in its own transaction. A form carries the version it was
 * opened with: when somebody else saved meanwhile it is refused instead of overwriting them.
 */
import { isIP } from "node:net";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { OUTGOING_WORDS } from "#app/platform/outgoing.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { isPublicAddress } from "#app/platform/public-address.server.ts";
import { evaluateSupplierUrl } from "#app/platform/supplier-hosts.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { describeSupplier } from "./describe-supplier.ts";
import type { FieldErrors, SupplierFields } from "./evaluate-supplier-form.ts";
import { saveSupplierParts } from "./save-supplier-parts.server.ts";
import { findSupplier, listContacts, sealChannelSecret } from "./suppliers-store.server.ts";
import type { Supplier } from "./supplier.ts";
import { requestVariants } from "./supply-due.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";

export type SaveDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "ENCRYPTION_KEYS" | "SUPPLIER_HOSTS">;
};

export type SaveRefusal =
  | { readonly code: "supplier_unknown" | "supplier_changed" | "supplier_archived" }
  | { readonly code: "fields"; readonly errors: FieldErrors };

export const SAVE_REFUSALS = {
  supplier_unknown: {
    status: 404,
    sentence: "There is no such supplier. Go back to the list and open it from there.",
  },
  supplier_changed: {
    status: 409,
    sentence:
      "Somebody else saved this supplier while you worked on it. Copy what you need, reload, and enter it again.",
  },
  supplier_archived: {
    status: 409,
    sentence: "This supplier is archived. Restore it before you change it.",
  },
  fields: { status: 422, sentence: "Some fields need another look." },
} as const satisfies Record<SaveRefusal["code"], { status: number; sentence: string }>;

type Saved = Result<{ readonly supplierId: bigint }, SaveRefusal>;
type By = { readonly shopId: bigint; readonly staffId: string };

export function createSupplier(deps: SaveDeps, by: By, fields: SupplierFields): Promise<Saved> {
  const address = evaluateTarget(deps.env.SUPPLIER_HOSTS, fields);
  if (address) return Promise.resolve(refuse({ code: "fields", errors: address }));
  return inShop(deps.db, by.shopId, async (tx) => {
    const errors = await listTaken(tx, by.shopId, fields, null);
    if (errors) return refuse({ code: "fields", errors });
    const now = deps.clock.now();
    const { id } = await tx.supplier.create({
      data: { ...columnsOf(fields), shopId: by.shopId, createdAt: now, updatedAt: now },
      select: { id: true },
    });
    // Its offers are entered next, and products are what they are entered for.
    await requestVariants(tx, by.shopId);
    return saveRest(deps, tx, { ...by, supplierId: id, now }, fields, { supplier: null });
  });
}

export function updateSupplier(
  deps: SaveDeps,
  { supplierId, version, ...by }: By & { readonly supplierId: bigint; readonly version: Date },
  fields: SupplierFields,
): Promise<Saved> {
  const { shopId } = by;
  const address = evaluateTarget(deps.env.SUPPLIER_HOSTS, fields);
  if (address) return Promise.resolve(refuse({ code: "fields", errors: address }));
  return inShop(deps.db, shopId, async (tx) => {
    const opened = await openForChange(tx, { shopId, supplierId, version });
    if (!opened.ok) return opened;
    const before = opened.value;
    const errors =
      (await listTaken(tx, shopId, fields, supplierId)) ??
      (await evaluateCurrencyChange(tx, shopId, before, fields.currency));
    if (errors) return refuse({ code: "fields", errors });
    const described = describeSupplier(before, await listContacts(tx, shopId, supplierId));
    const now = deps.clock.now();
    await tx.supplier.update({
      where: { shopId_id: { shopId, id: supplierId } },
      data: { ...columnsOf(fields), updatedAt: laterThan(before.updatedAt, now) },
    });
    return saveRest(deps, tx, { ...by, supplierId, now }, fields, described);
  });
}

/** Locks the supplier, or says why this form may not change it. */
export async function openForChange(
  tx: ShopTx,
  asked: { readonly shopId: bigint; readonly supplierId: bigint; readonly version: Date },
): Promise<Result<Supplier, SaveRefusal>> {
  const { shopId, supplierId, version } = asked;
  await tx.$queryRaw`
    select 1 from suppliers where shop_id = ${shopId} and id = ${supplierId} for update`;
  const before = await findSupplier(tx, shopId, supplierId);
  if (!before) return refuse({ code: "supplier_unknown" });
  if (before.state === "archived") return refuse({ code: "supplier_archived" });
  if (before.updatedAt.getTime() !== version.getTime()) return refuse({ code: "supplier_changed" });
  return accept(before);
}

/** Two changes within a millisecond still have two versions. */
export const laterThan = (before: Date, now: Date): Date =>
  now > before ? now : new Date(before.getTime() + 1);

async function saveRest(
  { env }: SaveDeps,
  tx: ShopTx,
  { shopId, supplierId, staffId, now }: By & { supplierId: bigint; now: Date },
  fields: SupplierFields,
  before: Readonly<Record<string, unknown>>,
): Promise<Saved> {
  await saveSupplierParts(tx, { shopId, supplierId, now }, fields);
  if (fields.secret !== null)
    await tx.supplier.update({
      where: { shopId_id: { shopId, id: supplierId } },
      data: {
        channelSecret: sealChannelSecret(env, { shopId, supplierId, secret: fields.secret }),
      },
    });
  const supplier = await findSupplier(tx, shopId, supplierId);
  invariant(supplier, "what was saved is there");
  const after = describeSupplier(supplier, await listContacts(tx, shopId, supplierId));
  const secret = fields.secret === null ? {} : { secret: "changed" };
  await recordChange(tx, {
    shopId,
    staffId,
    area: "dropship.supplier",
    changedAt: now,
    before,
    after: { ...after, ...secret },
  });
  await enqueueWake(tx, shopId, "supply");
  return accept({ supplierId });
}

/** Addresses that lead inside are refused here already; what a name leads to is judged at each sending. */
function evaluateTarget(
  listedHosts: readonly string[],
  { channelSettings: settings }: SupplierFields,
): FieldErrors | null {
  if (settings.channel === "sftp") {
    const isListed = listedHosts.includes(`${settings.host}:${settings.port}`);
    const isInside = isIP(settings.host) !== 0 && !isPublicAddress(settings.host);
    return isInside && !isListed ? { sftpHost: OUTGOING_WORDS.address_not_public } : null;
  }
  if (settings.channel !== "https") return null;
  const judged = evaluateSupplierUrl(settings.url, listedHosts);
  return judged.ok ? null : { httpsUrl: OUTGOING_WORDS[judged.refusal.code] };
}

async function listTaken(
  tx: ShopTx,
  shopId: bigint,
  { name, vendors }: SupplierFields,
  supplierId: bigint | null,
): Promise<FieldErrors | null> {
  const [namesake] = await tx.$queryRaw<unknown[]>`
    select 1 from suppliers where shop_id = ${shopId} and lower(name) = lower(${name})
      and state <> 'archived' and id is distinct from ${supplierId} limit 1`;
  if (namesake) return { name: "Another supplier has this name." };
  const taken = await tx.supplierVendor.findFirst({
    where: { shopId, vendor: { in: [...vendors] }, NOT: { supplierId: supplierId ?? 0n } },
  });
  return (
    taken && { vendors: `${taken.vendor} already means another supplier. Remove it there first.` }
  );
}

/** A cost of 5 in another currency is another cost: it is never carried over. */
async function evaluateCurrencyChange(
  tx: ShopTx,
  shopId: bigint,
  { supplierId, currency: before }: Supplier,
  currency: string,
): Promise<FieldErrors | null> {
  if (currency === before) return null;
  const costs = await tx.offer.count({ where: { shopId, supplierId, costMinor: { not: null } } });
  if (costs === 0) return null;
  const sentence = `${costs} ${costs === 1 ? "offer has a cost" : "offers have costs"} in ${before}. Add a second supplier for costs in ${currency}.`;
  return { currency: sentence };
}

function columnsOf(fields: SupplierFields) {
  const { channelSettings, sendSchedule, returnTerms, documents, workingDays } = fields;
  const { channel, ...settings } = channelSettings;
  return {
    name: fields.name,
    state: fields.isPaused ? "paused" : "active",
    priority: fields.priority,
    currency: fields.currency,
    timeZone: fields.timeZone,
    workingDays: [...workingDays],
    cutOffMinute: fields.cutOffMinute,
    handlingDays: fields.handlingDays,
    minimumOrderMinor: fields.minimumOrderMinor,
    dropFeeMinor: fields.dropFeeMinor,
    acknowledgeHours: fields.acknowledgeHours,
    shipDays: fields.shipDays,
    trackingHours: fields.trackingHours,
    onBreach: fields.onBreach,
    needsApproval: fields.needsApproval,
    trialDailyOrders: fields.trialDailyOrders,
    channel,
    channelSettings: settings,
    sendSchedule,
    returnTerms,
    documents: documents.map((row) => ({ ...row })),
    packingNote: fields.packingNote,
    locationGid: fields.locationGid,
    locationName: fields.locationName,
    stocksLocation: fields.stocksLocation,
  };
}
