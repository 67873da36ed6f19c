/** A text as a shopper would read it: with a real order's facts where it has them, and an invented parcel where not. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { readBrand, type Brand } from "./brand.ts";
import type { TemplateText } from "./default-templates/template-text.ts";
import { exampleFacts } from "./example-facts.ts";
import { firstScan } from "./list-shopper-events.ts";
import { findOrderFacts, type OrderFacts } from "./order-facts.server.ts";
import { renderLiquid } from "./render-liquid.server.ts";
import type { RenderedMail } from "./render-mail.ts";
import { assembleMail } from "./render-shopper-mail.server.ts";
import type { ShopperEvent } from "./shopper-events.ts";
import { readMessageSettings } from "./settings-store.server.ts";
import { templateScope, type MailFacts } from "./template-scope.ts";
import type { TemplateErrors } from "./evaluate-template.server.ts";
import type { TemplateName } from "./templates-store.server.ts";

export type PreviewAsk = {
  readonly name: TemplateName;
  readonly text: TemplateText;
  /** our id of it; null: the latest order, or an invented one */
  readonly orderId: bigint | null;
  /** as typed; null: as saved */
  readonly brand: Brand | null;
};

export type PreviewedMail = RenderedMail & {
  /** `#1042`, or null for an invented order */
  readonly orderName: string | null;
  /** The order has no parcel, refund or return of this kind: that part is invented. */
  readonly isPartInvented: boolean;
};

/** Names that do not exist are refused: a preview is where they are found. */
export function previewTemplate(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  { name, text, orderId, brand }: PreviewAsk,
): Promise<Result<PreviewedMail, TemplateErrors>> {
  return inShop(db, shopId, async (tx) => {
    const settings = await readMessageSettings(tx, shopId);
    const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
    const order = await findPreviewOrder(tx, shopId, orderId);
    const { facts, isPartInvented } = previewFacts(name.event, order, shop.name ?? shop.domain);
    const scope = templateScope(facts, { ...name, timeZone: shop.ianaTimezone });
    const subject = renderLiquid(text.subject, scope, { isStrict: true });
    const body = renderLiquid(text.body, scope, { isStrict: true });
    if (!subject.ok || !body.ok)
      return refuse({
        ...(subject.ok ? {} : { subject: subject.refusal.message }),
        ...(body.ok ? {} : { body: body.refusal.message }),
      });
    const voice = { brand: brand ? readBrand(brand) : settings.brand, language: name.language };
    const mail = assembleMail(voice, scope, { subject: subject.value, body: body.value });
    return accept({ ...mail, orderName: order?.name ?? null, isPartInvented });
  });
}

async function findPreviewOrder(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint | null,
): Promise<OrderFacts | null> {
  if (orderId !== null) return findOrderFacts(tx, shopId, orderId);
  const latest = await tx.order.findFirst({
    where: { shopId, deletedAt: null, personalErasedAt: null },
    orderBy: { placedAt: "desc" },
    select: { id: true },
  });
  return latest && findOrderFacts(tx, shopId, latest.id);
}

function previewFacts(event: ShopperEvent, order: OrderFacts | null, shopName: string) {
  const example = { ...exampleFacts(event, true), shopName };
  if (!order) return { facts: example, isPartInvented: false };
  const real = order.mailFacts(event, findSubject(event, order));
  const facts: MailFacts = {
    ...real,
    parcel: real.parcel ?? example.parcel,
    refund: real.refund ?? example.refund,
    orderReturn: real.orderReturn ?? example.orderReturn,
    delay: real.delay ?? example.delay,
  };
  const part = PARTS[event];
  return { facts, isPartInvented: part !== undefined && real[part] === null };
}

const PARTS: Readonly<
  Partial<Record<ShopperEvent, "parcel" | "refund" | "orderReturn" | "delay">>
> = {
  label_created: "parcel",
  shipped: "parcel",
  out_for_delivery: "parcel",
  delivered: "parcel",
  refund_issued: "refund",
  return_approved: "orderReturn",
  delay_notice: "delay",
};

/** The parcel, refund or return that the event would be about; a scanned parcel rather than one that waits. */
function findSubject(event: ShopperEvent, { events, orderGid }: OrderFacts): string {
  if (event === "refund_issued") return events.refunds[0]?.gid ?? orderGid;
  if (event.startsWith("return_")) return events.returns[0]?.gid ?? orderGid;
  const moving = events.parcels.find((parcel) => firstScan(parcel) !== null);
  return (moving ?? events.parcels[0])?.gid ?? orderGid;
}

/** Orders to try a text on, the latest first. */
export function listPreviewOrders(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.order.findMany({
      where: { shopId, deletedAt: null, personalErasedAt: null },
      orderBy: { placedAt: "desc" },
      select: { id: true, name: true, customerName: true },
      take: 30,
    });
    return rows.map(({ id, name, customerName }) => ({
      id: id.toString(),
      name: customerName ? `${name} · ${customerName}` : name,
    }));
  });
}
