/** Whether an address of ours is one that mail may come to now: asked before a mail's bytes are taken. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { Bounce } from "#app/messages/read-bounce.ts";
import type { Channel, OrderName } from "./entries-store.server.ts";
import {
  readAddress,
  type AddressDeps,
  type Addressee,
  type AddressRefusal,
} from "./reply-address.server.ts";
import type { Party, ReplyTarget } from "./reply-token.server.ts";

/** Reads who a supplier's contact is: suppliers belong to another feature. null: gone. */
export type FindContact = (
  tx: ShopTx,
  shopId: bigint,
  contactId: bigint,
) => Promise<SupplierContact | null>;

/** Mails of another feature that go out under a word of ours, too: orders to suppliers. */
export type OtherMails = {
  readonly isKnown: (tx: ShopTx, shopId: bigint, messageId: string) => Promise<boolean>;
  /** Safe to run twice; one that is not theirs changes nothing. */
  readonly recordBounce: (bounce: Bounce) => Promise<unknown>;
};

export type SupplierContact = {
  readonly supplierId: bigint;
  readonly supplierName: string;
  readonly contactId: bigint;
  readonly name: string;
  /** null: none is known */
  readonly email: string | null;
  /** `en`, `zh-Hans` or `es` */
  readonly language: string;
};

export type AddresseeDeps = AddressDeps & {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly findContact: FindContact;
  readonly otherMails: OtherMails;
};

export type AddresseeRefusal =
  AddressRefusal | { readonly code: "conversation_closed" | "unknown_mail" };

/** What a mail server is told, with the code of RFC 5321 and RFC 3463. It may reach the person who wrote. */
export const ADDRESSEE_REFUSALS = {
  token_forged: {
    status: 550,
    sentence:
      "5.1.1 This address is not one we gave out. Answer a mail of ours, or write to the shop.",
  },
  token_expired: {
    status: 550,
    sentence: "5.1.1 This address has expired. Write to the shop to go on.",
  },
  unknown_address: { status: 550, sentence: "5.1.1 There is no such address here." },
  unknown_mail: { status: 550, sentence: "5.1.1 No mail of ours went out from this address." },
  conversation_closed: {
    status: 550,
    sentence: "5.2.1 This conversation is closed. Write to the shop to go on.",
  },
} as const satisfies Record<AddresseeRefusal["code"], { status: number; sentence: string }>;

export async function findAddressee(
  deps: AddresseeDeps,
  address: string,
): Promise<Result<Addressee, AddresseeRefusal>> {
  const read = readAddress(deps, address, deps.clock.now());
  if (!read.ok) return read;
  const addressee = read.value;
  return inShop(deps.db, addressee.shopId, async (tx) => {
    const isKnown =
      addressee.kind === "bounce"
        ? await isOurMail(deps, tx, addressee)
        : (await findChannel(deps, tx, addressee)) !== null;
    if (isKnown) return accept(addressee);
    const code = addressee.kind === "bounce" ? "unknown_mail" : "conversation_closed";
    return refuse({ code } as const);
  });
}

const isOurMail = async (
  { otherMails }: Pick<AddresseeDeps, "otherMails">,
  tx: ShopTx,
  { shopId, messageId }: Extract<Addressee, { kind: "bounce" }>,
): Promise<boolean> =>
  (await tx.message.count({ where: { shopId, messageId } })) > 0 ||
  otherMails.isKnown(tx, shopId, messageId);

export type OpenChannel = { readonly order: OrderName; readonly channel: Channel };

/** The channel that a token speaks in; null: the order, its person, the contact or the shop is gone. */
export async function findChannel(
  { findContact }: Pick<AddresseeDeps, "findContact">,
  tx: ShopTx,
  { shopId, orderId, party }: ReplyTarget,
): Promise<OpenChannel | null> {
  const shop = await tx.shop.findUnique({
    where: { id: shopId },
    select: { uninstalledAt: true },
  });
  const order = await tx.order.findUnique({
    where: { shopId_id: { shopId, id: orderId } },
    select: { gid: true, deletedAt: true, personalErasedAt: true },
  });
  if (!shop || shop.uninstalledAt || !order || order.deletedAt || order.personalErasedAt)
    return null;
  const channel = await toChannel(findContact, tx, shopId, party);
  return channel && { order: { orderId, orderGid: order.gid }, channel };
}

async function toChannel(
  findContact: FindContact,
  tx: ShopTx,
  shopId: bigint,
  party: Party,
): Promise<Channel | null> {
  if (party.kind === "shopper") return { kind: "shopper" };
  const contact = await findContact(tx, shopId, party.contactId);
  if (!contact) return null;
  const { supplierId, contactId } = contact;
  return { kind: "supplier", supplierId, contactId };
}
