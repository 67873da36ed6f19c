/**
 * Everything a shopper can be told about an order, as data: what it is about, who tells it unless the merchant chooses
 * otherwise, and whether the law asks for it. Pure. The defaults are what keeps a shopper from hearing things twice:
 * where Shopify writes by itself, Shopify keeps the word.
 */

export const OWNERS = ["aftercare", "shopify", "other_app", "nobody"] as const;

/** Who tells the shopper. */
export type Owner = (typeof OWNERS)[number];

export type EventGroup = "order" | "shipping" | "money" | "return" | "delay";

export type ShopperEventRow = {
  readonly title: string;
  /** When it is told, for the merchant. */
  readonly when: string;
  readonly group: EventGroup;
  readonly owner: Owner;
  /** Owners that make sense: Shopify writes no delay notice. */
  readonly choices: readonly Owner[];
  /** The law asks for it; a bounce is a failed notice. */
  readonly isLegal: boolean;
  /** Follows from the mirrored order by itself; otherwise a feature asks for it. */
  readonly isImplied: boolean;
};

const NOT_SHOPIFY: readonly Owner[] = ["aftercare", "other_app", "nobody"];

const row = (
  group: EventGroup,
  owner: Owner,
  title: string,
  when: string,
  special: Partial<Pick<ShopperEventRow, "choices" | "isLegal" | "isImplied">> = {},
): ShopperEventRow => ({
  group,
  owner,
  title,
  when,
  choices: OWNERS,
  isLegal: false,
  isImplied: true,
  ...special,
});

export const SHOPPER_EVENTS = {
  order_confirmed: row("order", "shopify", "Order confirmed", "As soon as the order is placed."),
  order_cancelled: row("order", "shopify", "Order cancelled", "When the order is cancelled."),
  label_created: row(
    "shipping",
    "shopify",
    "Label created",
    "When a parcel has a number that the carrier has not scanned yet. It never says shipped.",
  ),
  shipped: row(
    "shipping",
    "aftercare",
    "Shipped",
    "At the carrier's first scan, for each parcel. Shopify does not write then.",
  ),
  out_for_delivery: row(
    "shipping",
    "shopify",
    "Out for delivery",
    "On the day the carrier brings the parcel.",
  ),
  delivered: row("shipping", "shopify", "Delivered", "When the carrier says it was delivered."),
  refund_issued: row("money", "shopify", "Refund issued", "When money goes back."),
  return_requested: row(
    "return",
    "shopify",
    "Return requested",
    "When the shopper has asked to send something back.",
  ),
  return_approved: row("return", "shopify", "Return approved", "When the return is approved."),
  return_declined: row("return", "shopify", "Return declined", "When the return is declined."),
  delay_notice: row(
    "delay",
    "aftercare",
    "Delay notice",
    "When a promised date cannot be kept. In some countries the law asks for it.",
    { choices: NOT_SHOPIFY, isLegal: true, isImplied: false },
  ),
} as const satisfies Record<string, ShopperEventRow>;

export type ShopperEvent = keyof typeof SHOPPER_EVENTS;

export const SHOPPER_EVENT_NAMES = Object.keys(SHOPPER_EVENTS) as readonly ShopperEvent[];

export const isShopperEvent = (text: string): text is ShopperEvent =>
  Object.hasOwn(SHOPPER_EVENTS, text);

export const shopperEvent = (event: ShopperEvent): ShopperEventRow => SHOPPER_EVENTS[event];

export type Owners = Readonly<Record<ShopperEvent, Owner>>;

export const DEFAULT_OWNERS = Object.fromEntries(
  SHOPPER_EVENT_NAMES.map((event) => [event, SHOPPER_EVENTS[event].owner]),
) as Owners;

/** What is stored, with every event named: an unknown word or a choice that makes no sense falls back to the default. */
export function readOwners(stored: unknown): Owners {
  const said = typeof stored === "object" && stored !== null ? stored : {};
  return Object.fromEntries(
    SHOPPER_EVENT_NAMES.map((event) => {
      const owner = (said as Record<string, unknown>)[event];
      const isChoice = shopperEvent(event).choices.some((choice) => choice === owner);
      return [event, isChoice ? owner : SHOPPER_EVENTS[event].owner];
    }),
  ) as Owners;
}

export type OwnersRefusal = { readonly event: string; readonly message: string };

/** What a person chose, checked. */
export function evaluateOwners(
  asked: Readonly<Record<string, string>>,
):
  | { readonly ok: true; readonly value: Owners }
  | { readonly ok: false; readonly refusal: OwnersRefusal } {
  for (const event of SHOPPER_EVENT_NAMES) {
    const { choices, title } = shopperEvent(event);
    if (asked[event] === undefined) continue;
    if (!choices.some((choice) => choice === asked[event]))
      return {
        ok: false,
        refusal: { event, message: `Choose who tells the shopper: ${title}.` },
      };
  }
  return { ok: true, value: readOwners(asked) };
}
