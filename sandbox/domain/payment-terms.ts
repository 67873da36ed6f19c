/** Payment terms of orders and draft orders, from Shopify's fixed templates. Wordings of refusals are guesses. */
import { now, nowMs, toInstant } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { PaymentTerms } from "#sandbox/store/draft-types.ts";
import type { Bag, Gid, Instant, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { draftTotal } from "./draft-order-money.ts";
import { zeroBag } from "./money.ts";
import { outstanding } from "./order-money.ts";
import { done, refuse } from "./outcome.ts";

const DAY_MS = 86_400_000;

export type TermsTemplate = {
  id: Gid;
  name: string;
  description: string;
  dueInDays: number | null;
  paymentTermsType: "RECEIPT" | "FULFILLMENT" | "NET" | "FIXED";
};

const template = (
  number: number,
  name: string,
  description: string,
  dueInDays: number | null,
  paymentTermsType: TermsTemplate["paymentTermsType"],
): TermsTemplate => ({
  id: `gid://shopify/PaymentTermsTemplate/${number}`,
  name,
  description,
  dueInDays,
  paymentTermsType,
});

const net = (number: number, days: number) =>
  template(number, `Net ${days}`, `Within ${days} days`, days, "NET");

/** The same for every shop. Numbers as Shopify's documentation uses them. */
export const TERMS_TEMPLATES: readonly TermsTemplate[] = [
  template(1, "Due on receipt", "Due on receipt", null, "RECEIPT"),
  template(9, "Due on fulfillment", "Due on fulfillment", null, "FULFILLMENT"),
  net(2, 7),
  net(3, 15),
  net(4, 30),
  net(8, 45),
  net(5, 60),
  net(6, 90),
  template(7, "Fixed", "Specific date", null, "FIXED"),
];

export type ScheduleAsk = { issuedAt: Instant | null; dueAt: Instant | null };

export function createTerms(
  world: World,
  shop: ShopState,
  ownerId: Gid,
  ask: { templateId: Gid; schedules: readonly ScheduleAsk[] },
): Outcome<PaymentTerms> {
  const code = "PAYMENT_TERMS_CREATION_UNSUCCESSFUL";
  if (!shop.orders.has(ownerId) && !shop.draftOrders.has(ownerId))
    return refuse(["referenceId"], "Reference order or draft order does not exist", code);
  if (shop.orders.has(ownerId) && owedOn(shop, ownerId).presentment <= 0) {
    return refuse(
      null,
      "Cannot create payment terms on an Order that has already been paid in full.",
      code,
    );
  }
  const made: PaymentTerms = {
    id: newGid(shop, "PaymentTerms"),
    ownerId,
    templateId: ask.templateId,
    schedules: [],
  };
  const filled = fill(world, shop, made, ask, code);
  if (!filled.ok) return filled;
  for (const old of shop.paymentTerms.values())
    if (old.ownerId === ownerId) shop.paymentTerms.delete(old.id);
  shop.paymentTerms.set(made.id, made);
  return done(made);
}

export function updateTerms(
  world: World,
  shop: ShopState,
  id: Gid,
  ask: { templateId: Gid | null; schedules: readonly ScheduleAsk[] },
): Outcome<PaymentTerms> {
  const code = "PAYMENT_TERMS_UPDATE_UNSUCCESSFUL";
  const terms = shop.paymentTerms.get(id);
  if (!terms) return refuse(["paymentTermsId"], "Payment terms do not exist", code);
  const templateId = ask.templateId ?? terms.templateId;
  return fill(world, shop, terms, { ...ask, templateId }, code);
}

export function deleteTerms(shop: ShopState, id: Gid): Outcome<Gid> {
  if (shop.paymentTerms.delete(id)) return done(id);
  const code = "PAYMENT_TERMS_DELETE_UNSUCCESSFUL";
  return refuse(["input", "paymentTermsId"], "Payment terms do not exist", code);
}

export const templateOf = (terms: PaymentTerms): TermsTemplate =>
  TERMS_TEMPLATES.find((entry) => entry.id === terms.templateId) ?? net(4, 30);

/** What is still owed on an order or a draft order. */
export function owedOn(shop: ShopState, ownerId: Gid): Bag {
  const order = shop.orders.get(ownerId);
  if (order) return outstanding(shop, order);
  const draft = shop.draftOrders.get(ownerId);
  return draft ? draftTotal(draft) : zeroBag();
}

function fill(
  world: World,
  shop: ShopState,
  terms: PaymentTerms,
  ask: { templateId: Gid; schedules: readonly ScheduleAsk[] },
  code: string,
): Outcome<PaymentTerms> {
  const found = TERMS_TEMPLATES.find((entry) => entry.id === ask.templateId);
  if (!found)
    return refuse(["paymentTermsTemplateId"], "Payment terms template does not exist", code);
  if (ask.schedules.length > 1)
    return refuse(null, "Cannot create payment terms with multiple schedules.", code);
  const asked = ask.schedules[0] ?? { issuedAt: null, dueAt: null };
  if (found.paymentTermsType === "FIXED" && !asked.dueAt)
    return refuse(null, "A due date is required with fixed or net payment terms.", code);
  const isOnEvent = ["RECEIPT", "FULFILLMENT"].includes(found.paymentTermsType);
  if (isOnEvent && asked.dueAt)
    return refuse(null, "A due date cannot be set with event payment terms.", code);
  const issuedAt =
    isOnEvent || found.paymentTermsType === "FIXED" ? null : (asked.issuedAt ?? now(world));
  const dueAt =
    found.dueInDays !== null && issuedAt
      ? toInstant(Date.parse(issuedAt) + found.dueInDays * DAY_MS)
      : asked.dueAt;
  terms.templateId = found.id;
  terms.schedules =
    isOnEvent && found.paymentTermsType === "FULFILLMENT"
      ? []
      : [{ id: newGid(shop, "PaymentSchedule"), issuedAt, dueAt, completedAt: null }];
  return done(terms);
}

/** Nothing without a due date is ever late. */
export function isOverdue(world: World, shop: ShopState, terms: PaymentTerms): boolean {
  return (
    owedOn(shop, terms.ownerId).presentment > 0 &&
    terms.schedules.some(({ dueAt }) => dueAt !== null && Date.parse(dueAt) < nowMs(world))
  );
}
