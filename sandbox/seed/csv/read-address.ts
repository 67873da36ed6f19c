/** An address of an export as the store keeps it. */
import type { Address } from "#sandbox/store/types.ts";
import type { ExportedAddress } from "./exported-order.ts";

const COUNTRY_NAMES = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

export function readAddress(exported: ExportedAddress): Partial<Address> {
  const { firstName, lastName } = splitName(exported.name);
  const hasCode = /^[A-Z]{2}$/.test(exported.country ?? "");
  return {
    firstName,
    lastName,
    company: exported.company,
    address1: exported.address1,
    address2: exported.address2,
    city: exported.city,
    zip: exported.zip,
    province: exported.provinceName ?? exported.province,
    provinceCode:
      exported.provinceName || /^[A-Z0-9-]{1,6}$/.test(exported.province ?? "")
        ? exported.province
        : null,
    country: hasCode ? (nameOf(exported.country ?? "") ?? exported.country) : exported.country,
    countryCode: hasCode ? exported.country : null,
    phone: exported.phone,
  };
}

/** The export joins first and last name with a space; the last word is the last name. */
export function splitName(name: string | null): {
  firstName: string | null;
  lastName: string | null;
} {
  if (!name) return { firstName: null, lastName: null };
  const at = name.lastIndexOf(" ");
  if (at < 1) return { firstName: null, lastName: name };
  return { firstName: name.slice(0, at), lastName: name.slice(at + 1) };
}

function nameOf(code: string): string | undefined {
  return COUNTRY_NAMES.of(code);
}
