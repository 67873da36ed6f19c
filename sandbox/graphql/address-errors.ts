/** What is wrong with an address somebody typed, in the words of the admin (observed for the United States). */
import { countryName, provinceName } from "./places.ts";

type AddressInput = Record<string, unknown>;
type AddressError = { field: string[]; message: string };

/** Countries whose addresses go without a postal code. */
const WITHOUT_ZIP = new Set(["HK", "AE", "IE", "QA", "AO", "BO", "JM", "PA", "UG", "ZW"]);
const WORDS: Record<string, { zip: string; province: string }> = {
  US: { zip: "ZIP code", province: "State" },
  CA: { zip: "postal code", province: "Province" },
  GB: { zip: "postcode", province: "Region" },
  AU: { zip: "postcode", province: "State/territory" },
};

export function findAddressErrors(input: AddressInput, root: string[]): AddressError[] {
  const errors: AddressError[] = [];
  const country = String(input.countryCode ?? input.country ?? "");
  const words = WORDS[country] ?? { zip: "postal code", province: "Region" };
  const add = (name: string, message: string) => errors.push({ field: [...root, name], message });
  if (isBlank(input.lastName)) add("lastName", "Enter a last name");
  if (isBlank(input.address1)) add("address1", "Enter an address"); // guess: text
  if (isBlank(input.city)) add("city", "Enter a city"); // guess: text
  if (isBlank(input.zip) && !WITHOUT_ZIP.has(country)) add("zip", `Enter a ${words.zip}`);
  const province = String(input.provinceCode ?? input.province ?? "");
  const isListed =
    provinceName(country, "NY") ?? provinceName(country, "ON") ?? provinceName(country, "NSW");
  if (province && isListed && !provinceName(country, province) && !isName(country, province)) {
    add(
      "province",
      `${words.province} is not a valid ${words.province.toLowerCase()} in ${countryName(country) ?? country}`,
    );
  }
  return errors;
}

const isBlank = (value: unknown) => typeof value !== "string" || value.trim() === "";

/** A province may be spelt out instead of coded. */
function isName(country: string, province: string): boolean {
  return (
    province.length > 3 &&
    provinceName(country, province) === null &&
    /^[A-Z][a-z]+( [A-Z][a-z]+)*$/.test(province)
  );
}
