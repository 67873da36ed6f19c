/** One supplier as its page shows it: the form, the version it was read at, and what the form offers to choose from. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { fetchLocations, type LocationChoice } from "./fetch-locations.server.ts";
import { listMissing, type MissingPart } from "./list-supplier-rows.server.ts";
import { emptySupplierForm, formOfSupplier, type SupplierForm } from "./supplier-form.ts";
import { findSupplier, listContacts } from "./suppliers-store.server.ts";
import type { SupplierState } from "./supplier.ts";

export type SupplierChoices = {
  readonly currencies: readonly string[];
  readonly timeZones: readonly string[];
  /** vendors that mean no supplier yet, and this one's own */
  readonly vendors: readonly string[];
  readonly locations: readonly LocationChoice[];
  /** Shopify lets us stock products at a location */
  readonly mayStock: boolean;
};

export type SupplierPageView = {
  /** digits; null = a new one */
  readonly supplierId: string | null;
  readonly name: string;
  readonly state: SupplierState;
  /** ISO instant */
  readonly version: string | null;
  readonly hasSecret: boolean;
  /** what keeps it from getting orders, worst first */
  readonly missing: readonly MissingPart[];
  /** Routing only plans: nobody gets an order, whatever else is ready. */
  readonly isRoutingWatching: boolean;
  readonly form: SupplierForm;
  readonly choices: SupplierChoices;
};

type OpenDeps = { readonly db: Pick<Db, "prisma">; readonly admin: AdminClient };

export async function openSupplier(
  deps: OpenDeps,
  shopId: bigint,
  supplierId: bigint,
): Promise<SupplierPageView | null> {
  const locations = await fetchLocations(deps, shopId);
  return inShop(deps.db, shopId, async (tx) => {
    const supplier = await findSupplier(tx, shopId, supplierId);
    if (!supplier) return null;
    const contacts = await listContacts(tx, shopId, supplierId);
    const vendors = await tx.supplierVendor.findMany({
      where: { shopId, supplierId },
      orderBy: { vendor: "asc" },
    });
    return {
      supplierId: supplierId.toString(),
      name: supplier.name,
      state: supplier.state,
      version: supplier.updatedAt.toISOString(),
      hasSecret: supplier.hasChannelSecret,
      missing: await listMissing(tx, shopId, supplierId),
      isRoutingWatching: (await findMode(tx, shopId, "routing")).mode === "watching",
      form: formOfSupplier(
        supplier,
        contacts,
        vendors.map(({ vendor }) => vendor),
      ),
      choices: await listChoices(tx, shopId, supplierId, locations),
    };
  });
}

export async function openNewSupplier(deps: OpenDeps, shopId: bigint): Promise<SupplierPageView> {
  const locations = await fetchLocations(deps, shopId);
  return inShop(deps.db, shopId, async (tx) => {
    const shop = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { currency: true, ianaTimezone: true },
    });
    const form = emptySupplierForm({
      currency: shop.currency ?? "USD",
      timeZone: shop.ianaTimezone ?? "UTC",
    });
    const choices = await listChoices(tx, shopId, 0n, locations);
    return {
      supplierId: null,
      name: "New supplier",
      state: "active",
      version: null,
      hasSecret: false,
      missing: [],
      isRoutingWatching: false,
      form,
      choices,
    };
  });
}

async function listChoices(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
  offered: readonly LocationChoice[],
): Promise<SupplierChoices> {
  const vendors = await tx.$queryRaw<{ vendor: string }[]>`
    select distinct vendor from (
      select vendor from variants where shop_id = ${shopId} and vendor <> ''
      union all select unnest(vendors) from (
        select vendors from orders where shop_id = ${shopId} order by placed_at desc, id desc limit 5000) recent
      union all select vendor from supplier_vendors where shop_id = ${shopId} and supplier_id = ${supplierId}) known
    where not exists (select 1 from supplier_vendors v
      where v.shop_id = ${shopId} and v.vendor = known.vendor and v.supplier_id <> ${supplierId})
    order by vendor limit 500`;
  const shipping = await tx.$queryRaw<LocationChoice[]>`
    select location_gid as "locationGid", coalesce(min(location_name), location_gid) as name
    from (select location_gid, location_name from fulfillment_orders
      where shop_id = ${shopId} and location_gid is not null order by id desc limit 20000) recent
    group by location_gid order by 2 limit 200`;
  const { scopes } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { scopes: true },
  });
  const known = new Set(offered.map(({ locationGid }) => locationGid));
  return {
    currencies: Intl.supportedValuesOf("currency"),
    timeZones: Intl.supportedValuesOf("timeZone"),
    vendors: vendors.map(({ vendor }) => vendor),
    locations: [...offered, ...shipping.filter(({ locationGid }) => !known.has(locationGid))],
    mayStock: scopes.includes("write_inventory"),
  };
}
