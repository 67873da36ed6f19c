/** The twelve countries the seeded shop ships to. */
import type { CountryProfile } from "./country-profile.ts";
import { JAPAN, SOUTH_KOREA, TAIWAN, THAILAND } from "./east-asia.ts";
import { FRANCE, GERMANY, GREECE, UNITED_KINGDOM } from "./europe.ts";
import { CANADA, UNITED_STATES } from "./north-america.ts";
import { KAZAKHSTAN, UNITED_ARAB_EMIRATES } from "./west-asia.ts";

export const COUNTRIES: readonly CountryProfile[] = [
  UNITED_STATES,
  CANADA,
  UNITED_KINGDOM,
  GERMANY,
  FRANCE,
  GREECE,
  JAPAN,
  SOUTH_KOREA,
  TAIWAN,
  THAILAND,
  UNITED_ARAB_EMIRATES,
  KAZAKHSTAN,
];
