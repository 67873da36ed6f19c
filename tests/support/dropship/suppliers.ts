/** Suppliers, offers and variants for tests, straight into the tables. */
import type { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";

const LONG_AGO = new Date("2026-01-05T09:00:00Z");

type AddedSupplier = Partial<Omit<Prisma.SupplierUncheckedCreateInput, "shopId">> & {
  /** default: everywhere, 5.00 a parcel; [] = it serves nowhere */
  readonly tariffs?: readonly { region: string; parcelMinor?: bigint; kilogramMinor?: bigint }[];
  readonly holidays?: readonly string[];
  readonly contacts?: readonly Partial<
    Omit<Prisma.SupplierContactUncheckedCreateInput, "shopId" | "supplierId">
  >[];
  readonly services?: readonly { rate: string; service: string }[];
  readonly vendors?: readonly string[];
};

/** A supplier that ships everywhere for 5.00 a parcel, with one English contact unless others are given. */
export async function addSupplier(
  tx: ShopTx,
  shopId: bigint,
  { tariffs, holidays, contacts, services, vendors, ...fields }: AddedSupplier = {},
): Promise<{ readonly supplierId: bigint; readonly contactIds: readonly bigint[] }> {
  const count = await tx.supplier.count({ where: { shopId } });
  const { id: supplierId } = await tx.supplier.create({
    data: {
      name: `Supplier ${count + 1}`,
      currency: "USD",
      timeZone: "UTC",
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
      channelSettings: {},
      ...fields,
      shopId,
    },
    select: { id: true },
  });
  const mine = { shopId, supplierId };
  await tx.supplierTariff.createMany({
    data: (tariffs ?? [{ region: "*" }]).map((row) => ({ parcelMinor: 500n, ...row, ...mine })),
  });
  await tx.supplierHoliday.createMany({
    data: (holidays ?? []).map((day) => ({ day: new Date(`${day}T00:00:00Z`), ...mine })),
  });
  await tx.supplierService.createMany({
    data: (services ?? [{ rate: "*", service: "standard" }]).map((row) => ({ ...row, ...mine })),
  });
  await tx.supplierVendor.createMany({
    data: (vendors ?? []).map((vendor) => ({ vendor, ...mine })),
  });
  const contactIds: bigint[] = [];
  for (const contact of contacts ?? [{}]) {
    const { id } = await tx.supplierContact.create({
      data: { name: "Li Wei", email: `orders@supplier-${supplierId}.example`, ...contact, ...mine },
      select: { id: true },
    });
    contactIds.push(id);
  }
  return { supplierId, contactIds };
}

type AddedOffer = Partial<Omit<Prisma.OfferUncheckedCreateInput, "shopId">> & {
  readonly supplierId: bigint;
  readonly variantGid: string;
};

/** An offer at 10.00 with a hundred in stock. */
export async function addOffer(tx: ShopTx, shopId: bigint, offer: AddedOffer): Promise<void> {
  await tx.offer.create({
    data: {
      costMinor: 1_000n,
      stockUnits: 100,
      stockAsOf: LONG_AGO,
      leadTimeDays: 2,
      source: "hand",
      updatedAt: LONG_AGO,
      ...offer,
      shopId,
    },
  });
}

type AddedVariant = Partial<Omit<Prisma.VariantUncheckedCreateInput, "shopId">> & {
  readonly gid: string;
};

/** A variant as Shopify would have been read. */
export async function addVariant(tx: ShopTx, shopId: bigint, variant: AddedVariant): Promise<void> {
  const number = variant.gid.split("/").at(-1) ?? "";
  await tx.variant.create({
    data: {
      productGid: `gid://shopify/Product/${number}`,
      title: `Product ${number}`,
      sku: `SKU-${number}`,
      vendor: "Oak",
      tags: [],
      priceMinor: 2_500n,
      weightGrams: 300,
      asOf: LONG_AGO,
      ...variant,
      shopId,
    },
  });
}
