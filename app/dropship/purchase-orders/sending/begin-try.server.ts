/** Before bytes leave: is it still wanted, what exactly is sent, and a row that says that it may have gone. */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { readSender } from "#app/messages/sender-store.server.ts";
import type { Channel } from "#app/dropship/suppliers/supplier.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { Frozen, HandoverContext } from "#app/dropship/purchase-orders/channels/channel.ts";
import type { RenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { movePurchaseOrder } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import { isEnded } from "#app/dropship/purchase-orders/purchase-order-states.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { composeTransmission, type Composing } from "./compose-transmission.server.ts";
import { readSendingFacts, type LinkOf } from "./read-facts.server.ts";
import {
  countTries,
  findTransmission,
  readContext,
  readFrozen,
  type StoreDeps,
  type Transmission,
  type TransmissionName,
} from "./transmissions-store.server.ts";

export type BeginDeps = StoreDeps & {
  readonly renderPdf: RenderPdf;
  readonly linkOf: LinkOf;
  /** where a contact's answer to a mail goes; null: to the shop's own address */
  readonly replyAddress: (
    target: { readonly shopId: bigint; readonly orderId: bigint; readonly contactId: bigint },
    now: Date,
  ) => string | null;
  readonly mailDomain: string;
  readonly keyHeader: string | null;
};

export type Begun =
  | {
      readonly kind: "begun";
      readonly transmissionId: bigint;
      readonly attempt: number;
      readonly channel: Channel;
      readonly frozen: Frozen;
      readonly context: Omit<HandoverContext, "signal">;
    }
  | { readonly kind: "sent"; readonly key: string }
  | { readonly kind: "later"; readonly afterMs: number }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

const refused = (code: string, message: string) => ({ kind: "refused", code, message }) as const;

/** Fixes what is sent where that has not been done, and records that a try begins. */
export async function beginTry(
  deps: BeginDeps,
  shopId: bigint,
  name: TransmissionName,
): Promise<Begun> {
  const draft = await inShop(deps.db, shopId, async (tx) => {
    const known = await judge(deps, tx, shopId, name);
    if (known.kind !== "wanted") return known;
    return known.transmission.bytes ? null : prepare(deps, tx, known);
  });
  if (draft && draft.kind !== "draft") return draft;
  const composed = draft && (await composeTransmission(deps.renderPdf, draft.composing));
  if (draft && !composed) return refused("no_contact", NO_CONTACT);
  const begun = await inShop(deps.db, shopId, async (tx): Promise<Begun | null> => {
    // It may have been revoked, or fixed by another process, while the document was drawn.
    const known = await judge(deps, tx, shopId, name);
    if (known.kind !== "wanted") return known;
    const { order, transmission } = known;
    if (draft && order.revision !== draft.revision)
      return refused("superseded", "It was changed meanwhile; the newer version goes out.");
    const isNew = composed && !transmission.bytes;
    if (isNew && !isDeepStrictEqual(order.shipTo, draft.composing.facts.document.order.shipTo))
      return null;
    if (isNew)
      await tx.purchaseOrderTransmission.update({
        where: { shopId_id: { shopId, id: transmission.id } },
        data: {
          ...composed,
          channel: draft.composing.channel,
          contactId: draft.composing.facts.contact?.contactId ?? null,
          bytes: Uint8Array.from(composed.bytes),
          bytesHash: Uint8Array.from(createHash("sha256").update(composed.bytes).digest()),
          byteLength: composed.bytes.byteLength,
          frozenAt: deps.clock.now(),
        },
      });
    return begin(deps, tx, order, transmission.id);
  });
  // The address was corrected while the document was drawn: it is drawn again.
  return begun ?? beginTry(deps, shopId, name);
}

const NO_CONTACT =
  "No contact of this supplier gets orders by mail. Add one to the supplier, then send again.";

async function begin(
  deps: BeginDeps,
  tx: ShopTx,
  order: PurchaseOrder,
  transmissionId: bigint,
): Promise<Begun> {
  const { shopId } = order;
  const transmission = await findTransmission(tx, shopId, { id: transmissionId });
  const frozen = transmission && (await readFrozen(tx, transmission));
  if (!transmission || !frozen) return refused("erased", "What was sent has been erased.");
  const supplier = await findSupplier(tx, shopId, order.supplierId);
  invariant(supplier, "a purchase order names a supplier that is there");
  const attempt = (await countTries(tx, shopId, transmissionId)) + 1;
  const now = deps.clock.now();
  await tx.purchaseOrderTry.create({ data: { shopId, transmissionId, attempt, beganAt: now } });
  if (transmission.purpose === "order" && transmission.copy === 0)
    await movePurchaseOrder(tx, order, { move: "begin_sending", now });
  const context = await readContext(deps, tx, shopId, supplier);
  return { kind: "begun", transmissionId, attempt, channel: transmission.channel, frozen, context };
}

type Judged =
  | Exclude<Begun, { kind: "begun" }>
  | { readonly kind: "wanted"; readonly order: PurchaseOrder; readonly transmission: Transmission };

/** Locks the purchase order; whoever revokes it waits, or was first. */
async function judge(
  { clock }: BeginDeps,
  tx: ShopTx,
  shopId: bigint,
  name: TransmissionName,
): Promise<Judged> {
  const seen = await findTransmission(tx, shopId, name);
  const order = seen && (await lockPurchaseOrder(tx, shopId, seen.purchaseOrderId));
  const transmission = seen && (await findTransmission(tx, shopId, { id: seen.id }));
  if (!order || !transmission) return refused("gone", "This purchase order no longer exists.");
  const { state, idempotencyKey, purpose, revision, copy, erasedAt } = transmission;
  if (state === "sent") return { kind: "sent", key: idempotencyKey };
  if (state === "superseded") return refused("superseded", "Something newer took its place.");
  if (erasedAt) return refused("erased", "What it says was erased on a shopper's request.");
  if (purpose !== "revoked" && isEnded(order.state))
    return refused("superseded", "The purchase order has ended, so this is not sent any more.");
  if (purpose === "order" && revision !== order.revision)
    return refused("superseded", "It was changed meanwhile; the newer version goes out.");
  const waitMs = order.sendAfter.getTime() - clock.now().getTime();
  if (purpose === "order" && copy === 0 && waitMs > 0) return { kind: "later", afterMs: waitMs };
  return { kind: "wanted", order, transmission };
}

/** Reads everything that the bytes are made of. */
async function prepare(
  deps: BeginDeps,
  tx: ShopTx,
  { order, transmission }: Extract<Judged, { kind: "wanted" }>,
) {
  const { shopId, orderId } = order;
  const { purpose, copy, idempotencyKey } = transmission;
  const now = deps.clock.now();
  const facts = await readSendingFacts(tx, order, { purpose, copy, linkOf: deps.linkOf });
  const { contact, supplier, document, replyTo } = facts;
  const answers = contact
    ? deps.replyAddress({ shopId, orderId, contactId: contact.contactId }, now)
    : null;
  const composing: Composing = {
    facts,
    channel: channelOf(purpose, supplier.channelSettings.channel),
    idempotencyKey,
    from: await readSender(deps, tx, shopId, { fromName: document.shop.name, replyTo }),
    replyTo: answers ?? (replyTo === "" ? null : replyTo),
    keyHeader: deps.keyHeader,
    mailDomain: deps.mailDomain,
    now,
  };
  return { kind: "draft", composing, revision: order.revision } as const;
}

/** Machines are told what to do and what not to; questions are for people. */
const channelOf = (purpose: Transmission["purpose"], channel: Channel): Channel =>
  purpose === "order" || purpose === "revoked" ? channel : "email";
