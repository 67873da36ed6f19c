/** Names of countries and provinces for addresses that came with codes alone. */
import type { Address } from "#sandbox/store/types.ts";

const NAMES = new Intl.DisplayNames(["en"], { type: "region" });

const PROVINCES: Record<string, Record<string, string>> = {
  CA: {
    AB: "Alberta",
    BC: "British Columbia",
    MB: "Manitoba",
    NB: "New Brunswick",
    NL: "Newfoundland and Labrador",
    NS: "Nova Scotia",
    NT: "Northwest Territories",
    NU: "Nunavut",
    ON: "Ontario",
    PE: "Prince Edward Island",
    QC: "Quebec",
    SK: "Saskatchewan",
    YT: "Yukon",
  },
  US: {
    AL: "Alabama",
    AK: "Alaska",
    AZ: "Arizona",
    AR: "Arkansas",
    CA: "California",
    CO: "Colorado",
    CT: "Connecticut",
    DE: "Delaware",
    FL: "Florida",
    GA: "Georgia",
    HI: "Hawaii",
    ID: "Idaho",
    IL: "Illinois",
    IN: "Indiana",
    IA: "Iowa",
    KS: "Kansas",
    KY: "Kentucky",
    LA: "Louisiana",
    ME: "Maine",
    MD: "Maryland",
    MA: "Massachusetts",
    MI: "Michigan",
    MN: "Minnesota",
    MS: "Mississippi",
    MO: "Missouri",
    MT: "Montana",
    NE: "Nebraska",
    NV: "Nevada",
    NH: "New Hampshire",
    NJ: "New Jersey",
    NM: "New Mexico",
    NY: "New York",
    NC: "North Carolina",
    ND: "North Dakota",
    OH: "Ohio",
    OK: "Oklahoma",
    OR: "Oregon",
    PA: "Pennsylvania",
    RI: "Rhode Island",
    SC: "South Carolina",
    SD: "South Dakota",
    TN: "Tennessee",
    TX: "Texas",
    UT: "Utah",
    VT: "Vermont",
    VA: "Virginia",
    WA: "Washington",
    WV: "West Virginia",
    WI: "Wisconsin",
    WY: "Wyoming",
    DC: "District of Columbia",
  },
  AU: {
    ACT: "Australian Capital Territory",
    NSW: "New South Wales",
    NT: "Northern Territory",
    QLD: "Queensland",
    SA: "South Australia",
    TAS: "Tasmania",
    VIC: "Victoria",
    WA: "Western Australia",
  },
};

export function countryName(code: string | null): string | null {
  if (!code) return null;
  try {
    return NAMES.of(code) ?? code;
  } catch {
    return code;
  }
}

export function provinceName(countryCode: string | null, code: string | null): string | null {
  if (!code) return null;
  return PROVINCES[countryCode ?? ""]?.[code] ?? null;
}

/** Lines of an address for a label. */
export function displayStreet(
  address: Address,
  options: { withName?: boolean; withCompany?: boolean; name?: string },
): string[] {
  const area = [address.city, address.provinceCode, address.zip].filter(Boolean).join(" ");
  return [
    options.withName === true ? options.name : null,
    options.withCompany === false ? null : address.company,
    address.address1,
    address.address2,
    area,
    address.country,
  ].filter((line): line is string => Boolean(line));
}
