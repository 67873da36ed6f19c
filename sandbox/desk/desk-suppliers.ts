/** The eight suppliers behind the seed's vendors, each with the temper it answers with. */
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import { getSupplier } from "#sandbox/seed/catalogue/suppliers.ts";
import type { DeskState, DeskSupplier, Temper } from "./desk-types.ts";

type Draft = Omit<DeskSupplier, "name">;

const DRAFTS: readonly Draft[] = [
  {
    code: "nishijin",
    person: "西村 真理",
    email: "orders@nishijin.example",
    language: "en",
    temper: "prompt",
    currency: "JPY",
    timeZone: "Asia/Tokyo",
    alsoSells: "telar",
  },
  {
    code: "brightway",
    person: "陈伟",
    email: "orders@brightway.example",
    language: "zh-Hans",
    temper: "late",
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    alsoSells: "lumen",
  },
  {
    code: "tirupur",
    person: "Anjali Rao",
    email: "orders@tirupur.example",
    language: "en",
    temper: "partial",
    currency: "INR",
    timeZone: "Asia/Kolkata",
    alsoSells: "fjord",
  },
  {
    code: "telar",
    person: "Lucía Hernández",
    email: "pedidos@telar.example",
    language: "es",
    temper: "silent",
    currency: "MXN",
    timeZone: "America/Mexico_City",
    alsoSells: "tirupur",
  },
  {
    code: "fjord",
    person: "Ingrid Dahl",
    email: "orders@fjordflint.example",
    language: "en",
    temper: "declines",
    currency: "NOK",
    timeZone: "Europe/Oslo",
    alsoSells: "spruce",
  },
  {
    code: "lumen",
    person: "Dana Whitfield",
    email: "orders@lumen.example",
    language: "en",
    temper: "ships_wrong",
    currency: "USD",
    timeZone: "America/Chicago",
    alsoSells: "brightway",
  },
  {
    code: "spruce",
    person: "Tom Okafor",
    email: "orders@blackspruce.example",
    language: "en",
    temper: "wrong_tracking",
    currency: "USD",
    timeZone: "America/New_York",
    alsoSells: "cove",
  },
  {
    code: "cove",
    person: "Inês Carvalho",
    email: "encomendas@coveceramica.example",
    language: "en",
    temper: "changes_cost",
    currency: "EUR",
    timeZone: "Europe/Lisbon",
    alsoSells: "nishijin",
  },
];

export const DESK_SUPPLIERS: readonly DeskSupplier[] = DRAFTS.map((draft) => ({
  ...draft,
  name: getSupplier(draft.code).vendor,
}));

/** What each temper does, for the desk's page. */
export const TEMPER_WORDS: Record<Temper, string> = {
  prompt: "Accepts within the hour and ships the next day.",
  late: "Accepts after six hours and ships after six days.",
  partial: "Accepts half of what is asked and declines the rest, ships the next day.",
  silent: "Opens it and never answers.",
  declines: "Declines everything after two hours.",
  ships_wrong: "Accepts and ships the next day; another article is in the parcel.",
  wrong_tracking:
    "Gives a number with a wrong check digit first, then one whose parcel never gets a scan.",
  changes_cost: "Accepts at a cost that is an eighth higher, ships the next day.",
};

export function findDeskSupplier(code: string): DeskSupplier | null {
  return DESK_SUPPLIERS.find((supplier) => supplier.code === code) ?? null;
}

/** Throws when there is no such supplier: codes inside the desk come from its own list. */
export function getDeskSupplier(code: SupplierCode): DeskSupplier {
  const supplier = findDeskSupplier(code);
  if (!supplier) throw new Error(`the desk has no supplier ${code}`);
  return supplier;
}

/** Made up and printed on the desk's page: nothing here protects anything. */
export function getPassword(code: SupplierCode): string {
  return `${code}-sftp-password`;
}

export function getSigningSecret(desk: DeskState, code: SupplierCode): string {
  return desk.secrets[code] ?? `${code}-signing-secret`;
}
