/** The rows that hang on a supplier: regions, holidays, services, vendors and contacts, replaced by what a form says. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { SupplierFields } from "./evaluate-supplier-form.ts";

type Target = { readonly shopId: bigint; readonly supplierId: bigint; readonly now: Date };

export async function saveSupplierParts(
  tx: ShopTx,
  { shopId, supplierId, now }: Target,
  fields: SupplierFields,
): Promise<void> {
  const mine = { shopId, supplierId };
  await tx.supplierTariff.deleteMany({ where: mine });
  await tx.supplierTariff.createMany({
    data: fields.tariffs.map((tariff) => ({ ...tariff, ...mine })),
  });
  await tx.supplierHoliday.deleteMany({ where: mine });
  await tx.supplierHoliday.createMany({
    data: fields.holidays.map((day) => ({ day: new Date(`${day}T00:00:00Z`), ...mine })),
  });
  await tx.supplierService.deleteMany({ where: mine });
  await tx.supplierService.createMany({
    data: fields.services.map((service) => ({ ...service, ...mine })),
  });
  await tx.supplierVendor.deleteMany({ where: mine });
  await tx.supplierVendor.createMany({
    data: fields.vendors.map((vendor) => ({ vendor, ...mine })),
  });
  await saveContacts(tx, { shopId, supplierId, now }, fields.contacts);
}

/** Contacts are kept when removed: links and answers name them. Their standing links end with them. */
async function saveContacts(
  tx: ShopTx,
  { shopId, supplierId, now }: Target,
  contacts: SupplierFields["contacts"],
): Promise<void> {
  const kept = contacts.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]));
  const left = { shopId, supplierId, removedAt: null, id: { notIn: kept } };
  const removed = await tx.supplierContact.findMany({ where: left, select: { id: true } });
  await tx.supplierContact.updateMany({ where: left, data: { removedAt: now } });
  await tx.supplierLink.updateMany({
    where: { shopId, contactId: { in: removed.map(({ id }) => id) }, revokedAt: null },
    data: { revokedAt: now, revokeReason: "contact_removed" },
  });
  for (const { contactId, ...contact } of contacts)
    if (contactId === null)
      await tx.supplierContact.create({ data: { ...contact, shopId, supplierId } });
    else
      await tx.supplierContact.updateMany({
        // An id of another supplier changes nothing.
        where: { shopId, supplierId, id: contactId, removedAt: null },
        data: contact,
      });
}
