/** A supplier as the record of changes keeps it: JSON values, no secret. Pure. */
import { moneyToDecimal } from "#app/platform/money.ts";
import type { Supplier, SupplierContact } from "./supplier.ts";

export function describeSupplier(
  supplier: Supplier,
  contacts: readonly SupplierContact[],
): Readonly<Record<string, unknown>> {
  const { channelSettings, tariffs, services, currency } = supplier;
  const amount = (amountMinor: bigint) => moneyToDecimal({ amountMinor, currency });
  return {
    supplier: supplier.name,
    state: supplier.state,
    priority: supplier.priority,
    currency,
    timeZone: supplier.timeZone,
    workingDays: supplier.workingDays,
    holidays: supplier.holidays,
    cutOffMinute: supplier.cutOffMinute,
    handlingDays: supplier.handlingDays,
    minimumOrder: amount(supplier.minimumOrderMinor),
    dropFee: amount(supplier.dropFeeMinor),
    acknowledgeHours: supplier.acknowledgeHours,
    shipDays: supplier.shipDays,
    trackingHours: supplier.trackingHours,
    onBreach: supplier.onBreach,
    needsApproval: supplier.needsApproval,
    trialDailyOrders: supplier.trialDailyOrders,
    channel: channelSettings,
    sendSchedule: supplier.sendSchedule,
    returnTerms: supplier.returnTerms,
    documents: supplier.documents,
    packingNote: supplier.packingNote,
    location: supplier.locationName ?? supplier.locationGid,
    stocksLocation: supplier.stocksLocation,
    tariffs: tariffs.map(
      ({ region, parcelMinor, kilogramMinor }) =>
        `${region}: ${amount(parcelMinor)} + ${amount(kilogramMinor)}/kg`,
    ),
    services: services.map(({ rate, service }) => `${rate}: ${service}`),
    // Who they are stays with the contact; the record says which of them there were.
    contacts: contacts.map(({ contactId, language }) => `${contactId} (${language})`),
  };
}
