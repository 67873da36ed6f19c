/**
 * Tells the shopper of an order what has happened to it: each event once, by whom the merchant chose. Runs after every
 * change of an order; the order's events follow from the mirror, and what was told is a row that exists once.
 */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { chooseLanguage } from "./languages.ts";
import { listShopperEvents, type ImpliedEvent } from "./list-shopper-events.ts";
import { isMailAddress } from "./mail-address.ts";
import { findOrderFacts, type OrderFacts } from "./order-facts.server.ts";
import { recordMessage, type MailHeld, type OutboxDeps } from "./record-message.server.ts";
import { renderShopperMail } from "./render-shopper-mail.server.ts";
import { readMessageSettings, type MessageSettings } from "./settings-store.server.ts";
import { shopperEvent, type Owner, type ShopperEvent } from "./shopper-events.ts";
import { findSuppression } from "./suppressions.server.ts";
import { findTemplate } from "./templates-store.server.ts";

export type TellDeps = OutboxDeps & { readonly db: Pick<Db, "prisma"> };

export type Verdict = "told" | "left" | "held" | "unreachable" | "superseded";

/** Safe to run any number of times. Orders that are not mirrored, deleted or erased tell nothing. */
export function tellShopper(
  deps: TellDeps,
  { shopId, orderId }: { readonly shopId: bigint; readonly orderId: bigint },
): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    // Two runs for one order: the second waits here and finds what the first has told.
    await tx.$queryRaw`
      select 1 from pg_advisory_xact_lock(hashtextextended(${`tell:${shopId}:${orderId}`}, 0))`;
    const order = await findOrderFacts(tx, shopId, orderId);
    if (!order) return;
    const known = await tx.toldEvent.findMany({ where: { shopId, orderGid: order.orderGid } });
    const isOpen = ({ event, subject }: ImpliedEvent) => {
      const row = known.find((one) => one.event === event && one.subject === subject);
      return !row || row.verdict === "held";
    };
    const open = listShopperEvents(order.events).filter(isOpen);
    if (open.length === 0) return;
    const settings = await readMessageSettings(tx, shopId);
    for (const event of open) {
      const told = await tellOne(deps, tx, shopId, { order, event, settings });
      await saveTold(deps, tx, shopId, order, event, settings.owners[event.event], told);
      if (event.event === "shipped")
        await supersedeWaiting(deps, tx, shopId, order.orderGid, event.subject);
    }
  });
}

type Told =
  | { readonly verdict: "told"; readonly messageId: bigint }
  | { readonly verdict: "held" | "unreachable"; readonly reason: MailHeld }
  | { readonly verdict: "left" | "superseded" };

type Telling = {
  readonly order: OrderFacts;
  readonly event: ImpliedEvent;
  readonly settings: MessageSettings;
};

async function tellOne(
  deps: TellDeps,
  tx: ShopTx,
  shopId: bigint,
  { order, event, settings }: Telling,
): Promise<Told> {
  if (settings.owners[event.event] !== "aftercare") return { verdict: "left" };
  if (event.isPast) return { verdict: "superseded" };
  const unreachable = await findObstacle(tx, shopId, order.email);
  if (unreachable || !order.email)
    return { verdict: "unreachable", reason: unreachable ?? NO_ADDRESS };
  const language = chooseLanguage(order.locale, settings.brand.language);
  const name = { event: event.event, language };
  const template = await findTemplate(tx, shopId, name);
  const { isLegal } = shopperEvent(event.event);
  const target = { shopId, orderId: order.orderId, party: { kind: "shopper" } } as const;
  const now = deps.clock.now();
  const recorded = await recordMessage(
    deps,
    tx,
    shopId,
    {
      event: event.event,
      workflow: "shopper_mail",
      rule: "who_tells",
      order: { id: order.orderId, gid: order.orderGid },
      subject: event.subject,
      language,
      templateVersion: template.version,
      isLegal,
      legalDeadlineAt: null,
      recipient: order.email,
      fromName: order.shopName,
      // The shop's own address, where it has one, is its own desk: answers go there and not to us.
      replyTo: settings.brand.replyTo || (deps.answers.replyAddress(target, now) ?? ""),
    },
    () =>
      renderShopperMail({
        contactUrl: deps.answers.contactUrl(target, now),
        template,
        facts: order.mailFacts(event.event, event.subject),
        brand: settings.brand,
        language,
        timeZone: order.timeZone,
      }),
  );
  return recorded.ok
    ? { verdict: "told", messageId: recorded.value }
    : { verdict: "held", reason: recorded.refusal };
}

const NO_ADDRESS: MailHeld = {
  code: "no_address",
  message: "The order has no e-mail address to write to.",
};

async function findObstacle(
  tx: ShopTx,
  shopId: bigint,
  email: string | null,
): Promise<MailHeld | null> {
  if (!email || !isMailAddress(email.trim())) return NO_ADDRESS;
  const suppression = await findSuppression(tx, shopId, email);
  return suppression && { code: "address_bounced", message: suppression.reason };
}

async function saveTold(
  { clock }: TellDeps,
  tx: ShopTx,
  shopId: bigint,
  order: OrderFacts,
  { event, subject, occurredAt }: { event: ShopperEvent; subject: string; occurredAt: Date },
  owner: Owner,
  told: Told,
): Promise<void> {
  const { orderGid, orderId } = order;
  const reason = "reason" in told ? JSON.stringify(told.reason) : null;
  const messageId = "messageId" in told ? told.messageId : null;
  await tx.$executeRaw`
    insert into told_events
      (shop_id, order_id, order_gid, event, subject, owner, verdict, reason, message_id, occurred_at, seen_at)
    values (${shopId}, ${orderId}, ${orderGid}, ${event}, ${subject}, ${owner}, ${told.verdict},
      ${reason}::jsonb, ${messageId}, ${occurredAt}, ${clock.now()})
    on conflict (shop_id, order_gid, event, subject) do update
      set owner = excluded.owner, verdict = excluded.verdict, reason = excluded.reason,
        message_id = excluded.message_id
      where told_events.verdict = 'held'`;
}

/** "Not collected yet" must not go out once it was: a mail that still waits is put aside. */
async function supersedeWaiting(
  { clock }: TellDeps,
  tx: ShopTx,
  shopId: bigint,
  orderGid: string,
  subject: string,
): Promise<void> {
  await tx.message.updateMany({
    where: { shopId, orderGid, event: "label_created", subject, state: "waiting" },
    data: { state: "superseded", settledAt: clock.now() },
  });
}
