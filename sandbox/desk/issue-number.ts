/** The tracking number a supplier gives for a purchase order, and whether the carrier has a parcel of that number. Pure. */
import type { Place } from "#sandbox/carrier/carrier-state.ts";
import { getSupplier } from "#sandbox/seed/catalogue/suppliers.ts";
import { createRandomSource } from "#sandbox/seed/random-source.ts";
import { issueTrackingNumber, type CarrierCode } from "#sandbox/seed/tracking-numbers.ts";
import { getDeskSupplier } from "./desk-suppliers.ts";
import type { DeskOrder } from "./desk-types.ts";

export type IssuedNumber = {
  /** As the supplier writes it. */
  carrier: string;
  number: string;
  slug: string;
  /** False: no carrier would give such a number. */
  isWellFormed: boolean;
  /** True: a label was made, and the parcel never reaches the carrier. */
  isLabelOnly: boolean;
};

/** As the tracking service names them. */
const SLUGS: Partial<Record<CarrierCode, string>> = {
  ups: "ups",
  usps: "usps",
  fedex: "fedex",
  dhl: "dhl",
  japanPost: "japan-post",
  chinaPost: "china-post",
};

const CITIES: Record<string, string> = {
  PT: "Caldas da Rainha",
  JP: "Kyōto",
  CN: "Dongguan",
  IN: "Tiruppur",
  US: "Portland",
  MX: "Oaxaca de Juárez",
  NO: "Bergen",
};

/** `attempt` counts from 0: whoever gave a wrong number the first time copies it rightly the second. */
export function issueNumber(
  order: Pick<DeskOrder, "supplier" | "number">,
  attempt: number,
): IssuedNumber {
  const { temper } = getDeskSupplier(order.supplier);
  const carrier = chooseCarrier(order.supplier);
  const isWrong = temper === "wrong_tracking";
  const random = createRandomSource(`${order.supplier}/${order.number}/${attempt}`);
  const issued = issueTrackingNumber(carrier, random);
  const isSpoilt = isWrong && attempt === 0;
  return {
    carrier: issued.company,
    number: isSpoilt ? spoil(issued.number) : issued.number,
    slug: SLUGS[carrier] ?? carrier,
    isWellFormed: !isSpoilt,
    isLabelOnly: isWrong,
  };
}

/** Where a supplier's parcels begin. */
export function getOrigin(supplier: DeskOrder["supplier"]): Place {
  const { countryCode } = getSupplier(supplier);
  return { city: CITIES[countryCode] ?? countryCode, country: countryCode };
}

/** The first of its carriers that the tracking service has a name for. */
function chooseCarrier(supplier: DeskOrder["supplier"]): CarrierCode {
  const { carriers } = getSupplier(supplier);
  return carriers.find((code) => SLUGS[code] !== undefined) ?? carriers[0] ?? "ups";
}

/** The last digit is another one: a slip of the pen. */
function spoil(number: string): string {
  return number.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
}
