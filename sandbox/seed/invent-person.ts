/** Invents buyers: name, address and ways to reach them, in the script of their country. Pure but for the generator. */
import type { Address } from "#sandbox/store/types.ts";
import type { CountryProfile, SpeltName } from "./countries/country-profile.ts";
import type { RandomSource } from "./random-source.ts";

export type Person = {
  country: CountryProfile;
  firstName: string;
  lastName: string;
  /** Null for the few who gave only a phone number. */
  email: string | null;
  phone: string | null;
  address: Partial<Address>;
};

/** Reserved for documentation: mail to them goes nowhere. Source: RFC 2606. */
const MAIL_HOSTS = ["example.com", "example.net", "example.org"];

export function inventPerson(
  random: RandomSource,
  country: CountryProfile,
  serial: number,
): Person {
  const given = random.pick(country.given);
  const family = random.pick(country.family);
  const email = random.chance(0.04) ? null : mailbox(random, given, family, serial);
  const phone = email === null || random.chance(0.5) ? fillDigits(random, country.phone) : null;
  return {
    country,
    firstName: given[0],
    lastName: family[0],
    email: email,
    phone,
    address: inventAddress(random, country, { firstName: given[0], lastName: family[0], phone }),
  };
}

function inventAddress(
  random: RandomSource,
  country: CountryProfile,
  who: Pick<Address, "firstName" | "lastName" | "phone">,
): Partial<Address> {
  const place = random.pick(country.places);
  return {
    ...who,
    company: random.chance(0.06) ? `${who.lastName ?? ""} & Co.` : null,
    address1: random.pick(country.streets).replace("{n}", String(random.integer(1, 180))),
    address2: random.chance(0.3) ? random.pick(country.secondLines) : null,
    city: place.city,
    province: place.province,
    provinceCode: place.provinceCode,
    country: country.country,
    countryCode: country.countryCode,
    zip: place.zip || null,
  };
}

function mailbox(
  random: RandomSource,
  given: SpeltName,
  family: SpeltName,
  serial: number,
): string {
  return `${given[1]}.${family[1]}.${serial}@${random.pick(MAIL_HOSTS)}`;
}

function fillDigits(random: RandomSource, pattern: string): string {
  return pattern.replace(/#/g, () => random.digits(1));
}
