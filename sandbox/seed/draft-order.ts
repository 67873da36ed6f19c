/**
 * Invents what an order says on the moment it is placed: lines, discounts, tax, shipping, payment. Pure but for the
 * generator. What happens to it later: life-of-order.ts.
 */
import { convert } from "#sandbox/domain/money.ts";
import type {
  DiscountDraft,
  LineDraft,
  OrderDraft,
  ShippingDraft,
} from "#sandbox/domain/create-order.ts";
import type { Bag, Customer } from "#sandbox/store/types.ts";
import { addDraftTaxes } from "./add-draft-taxes.ts";
import type { CountryProfile } from "./countries/country-profile.ts";
import type { Person } from "./invent-person.ts";
import type { RandomSource } from "./random-source.ts";
import type { StockedVariant } from "./stock-catalogue.ts";

export type DraftQuestion = {
  random: RandomSource;
  shopCurrency: string;
  /** May be empty: then the order holds a custom line. */
  catalogue: readonly StockedVariant[];
  person: Person;
  customer: Customer;
  /** `digital`: nothing to ship. */
  kind: "ordinary" | "digital" | "custom";
};

export function draftOrder(question: DraftQuestion): OrderDraft {
  const { random, person, customer } = question;
  const { country } = person;
  const lines = draftLines(question);
  const needsShipping = lines.some(({ requiresShipping }) => requiresShipping !== false);
  const shipping = needsShipping ? draftShipping(question, lines) : null;
  const discount = draftDiscount(question, lines);
  addDraftTaxes(country, lines, discount, shipping);
  return {
    customerId: customer.id,
    email: person.email,
    phone: person.email ? null : person.phone,
    customerLocale: country.locale,
    presentmentCurrency: country.presentmentCurrency,
    taxesIncluded: country.tax?.included ?? false,
    shippingAddress: needsShipping ? person.address : null,
    billingAddress: random.chance(0.9)
      ? person.address
      : { ...person.address, company: "Buchhaltung / Comptabilité" },
    note: random.chance(0.08) ? random.pick(NOTES) : null,
    tags: random.chance(0.12) ? [random.pick(TAGS)] : [],
    customAttributes: random.chance(0.05)
      ? [{ key: "gift_message", value: random.pick(MESSAGES) }]
      : [],
    sourceName: "web",
    lineItems: lines,
    shippingLines: shipping ? [shipping] : [],
    discounts: discount ? [discount] : [],
    inventory: "DECREMENT",
  };
}

const NOTES = [
  "Please leave it with the neighbour at no. 12.",
  "Bitte nicht klingeln, Baby schläft.",
  "ギフト用に包装してください。\n領収書は別送でお願いします。",
  "Birthday is on the 14th!",
  "Συσκευασία δώρου, παρακαλώ.",
];
const TAGS = ["vip", "wholesale", "gift", "instagram", "repeat"];
const MESSAGES = [
  "Happy birthday, Zoë!",
  "お誕生日おめでとう",
  "عيد ميلاد سعيد",
  "Für Oma — alles Liebe",
];
const ENGRAVINGS = ["A & J 2026", "Grandma's", "Für Ömer", "愛", "№ 7"];

function draftLines({ random, catalogue, kind, shopCurrency, person }: DraftQuestion): LineDraft[] {
  if (kind === "custom" || catalogue.length === 0) {
    const minor = random.integer(15, 90) * 100;
    const custom: LineDraft = {
      title: random.pick(["Bespoke engraving", "Rush fee", "Replacement lid"]),
      quantity: 1,
      unitPrice: toBag(minor, shopCurrency, person.country),
      requiresShipping: true,
      vendor: null,
    };
    if (catalogue.length === 0) return [custom];
    return [
      custom,
      draftLine(random, pickStocked(random, catalogue, false), shopCurrency, person.country),
    ];
  }
  const wanted =
    kind === "digital"
      ? 1
      : random.weighted([
          [1, 55],
          [2, 25],
          [3, 12],
          [4, 6],
          [7, 2],
        ]);
  const count = Math.min(wanted, catalogue.length);
  const chosen = new Map<string, StockedVariant>();
  // A line for each draw that is not a repeat: small catalogues give shorter orders.
  for (let draws = 0; chosen.size < count && draws < 3 * count; draws += 1) {
    const stocked = pickStocked(random, catalogue, kind === "digital");
    chosen.set(stocked.variantId, stocked);
  }
  return [...chosen.values()].map((stocked) =>
    draftLine(random, stocked, shopCurrency, person.country),
  );
}

function pickStocked(
  random: RandomSource,
  catalogue: readonly StockedVariant[],
  isDigital: boolean,
): StockedVariant {
  const fitting = catalogue.filter(({ isGiftCard }) => isGiftCard === isDigital);
  const choice = fitting.length > 0 ? fitting : catalogue;
  return random.weighted(choice.map((stocked) => [stocked, stocked.weight] as const));
}

function draftLine(
  random: RandomSource,
  { variantId, priceMinor, isGiftCard, needsShipping, isEngravable }: StockedVariant,
  shopCurrency: string,
  country: CountryProfile,
): LineDraft {
  const isEngraved = isEngravable && random.chance(0.6);
  return {
    variantId,
    quantity: !needsShipping
      ? 1
      : random.weighted([
          [1, 78],
          [2, 15],
          [3, 4],
          [6, 3],
        ]),
    unitPrice: toBag(priceMinor, shopCurrency, country),
    isGiftCard,
    requiresShipping: needsShipping,
    ...(isEngraved
      ? { customAttributes: [{ key: "Engraving", value: random.pick(ENGRAVINGS) }] }
      : {}),
  };
}

function draftShipping(
  { random, person, shopCurrency }: DraftQuestion,
  lines: readonly LineDraft[],
): ShippingDraft {
  const { country } = person;
  const goods = lines.reduce((sum, line) => sum + (line.unitPrice?.shop ?? 0) * line.quantity, 0);
  const isHome = country.countryCode === "US";
  const isFree = isHome && goods >= 100_00;
  const isExpress = random.chance(0.12);
  const minor = isExpress ? (isHome ? 19_00 : 34_00) : isFree ? 0 : isHome ? 6_95 : 18_50;
  const title = isExpress
    ? "Express"
    : isFree
      ? "Free Standard"
      : isHome
        ? "Standard"
        : "International Tracked";
  return { title, code: title, source: "shopify", price: toBag(minor, shopCurrency, country) };
}

function draftDiscount(
  { random, person, shopCurrency }: DraftQuestion,
  lines: readonly LineDraft[],
): DiscountDraft | null {
  const kind = random.weighted([
    ["none", 78],
    ["welcome", 9],
    ["fixed", 6],
    ["shipping", 4],
    ["line", 3],
  ]);
  if (kind === "none") return null;
  if (kind === "welcome") return { kind: "CODE", title: "WELCOME10", value: { percentage: 10 } };
  if (kind === "shipping") {
    return { kind: "CODE", title: "FREESHIP", value: { percentage: 100 }, target: "SHIPPING_LINE" };
  }
  if (kind === "line") {
    return {
      kind: "AUTOMATIC",
      title: "Autumn ceramics",
      value: { percentage: 15 },
      lineIndexes: [random.integer(0, lines.length - 1)],
    };
  }
  return {
    kind: "CODE",
    title: "HARBOR15",
    value: { amount: toBag(15_00, shopCurrency, person.country) },
  };
}

function toBag(shopMinor: number, shopCurrency: string, country: CountryProfile): Bag {
  return {
    shop: shopMinor,
    presentment: convert(shopMinor, shopCurrency, country.presentmentCurrency),
  };
}
