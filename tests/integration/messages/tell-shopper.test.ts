/** Every event and every choice of who tells: once, or as chosen; and what the rails hold stays in. */
import { expect, test } from "vitest";
import { previewShopperMail } from "#app/messages/preview-shopper-mail.server.ts";
import { saveOwners } from "#app/messages/settings-store.server.ts";
import {
  DEFAULT_OWNERS,
  OWNERS,
  SHOPPER_EVENTS,
  shopperEvent,
  type Owner,
  type ShopperEvent,
} from "#app/messages/shopper-events.ts";
import { inShop } from "#app/platform/db.server.ts";
import { addParcel, addScan, openMailWorld, parcelGid, type MailWorld } from "./mail-world.ts";

const record = async () => undefined;
const world = await openMailWorld();
const { db } = world;

type Order = Awaited<ReturnType<MailWorld["addOrder"]>>;

/** What makes each event happen to an order. */
const HAPPENINGS: Readonly<
  Partial<Record<ShopperEvent, (order: Order, n: number) => Promise<unknown>>>
> = {
  order_confirmed: async () => undefined,
  order_cancelled: ({ shopId, id }) =>
    db.prisma.order.update({
      where: { shopId_id: { shopId, id } },
      data: { cancelledAt: new Date() },
    }),
  label_created: (order, n) => addParcel(world, order, n),
  shipped: async (order, n) => {
    await addParcel(world, order, n);
    await addScan(world, order, n, "in_transit");
  },
  out_for_delivery: async (order, n) => {
    await addParcel(world, order, n);
    await addScan(world, order, n, "out_for_delivery");
  },
  delivered: async (order, n) => {
    await addParcel(world, order, n);
    await addScan(world, order, n, "delivered");
  },
  refund_issued: ({ shopId, id }, n) =>
    db.prisma.refund.create({
      data: {
        shopId,
        orderId: id,
        gid: `gid://shopify/Refund/${n}`,
        processedAt: new Date(),
        totalMinor: 500n,
        presentmentTotalMinor: 500n,
      },
    }),
  return_requested: (order, n) => addReturn(order, n, "requested"),
  return_approved: (order, n) => addReturn(order, n, "open"),
  return_declined: (order, n) => addReturn(order, n, "declined"),
};

const addReturn = ({ shopId, id }: Order, n: number, status: string) =>
  db.prisma.orderReturn.create({
    data: {
      shopId,
      orderId: id,
      gid: `gid://shopify/Return/${n}`,
      status,
      totalQuantity: 1,
      createdAt: new Date(),
      asOf: new Date(),
    },
  });

test("every event that an order implies can be made to happen here", () => {
  const implied = Object.entries(SHOPPER_EVENTS).filter(([, { isImplied }]) => isImplied);
  expect(implied.map(([event]) => event).sort()).toEqual(Object.keys(HAPPENINGS).sort());
});

test("each event is told once, by whom the merchant chose", async () => {
  let number = 1_000;
  for (const owner of OWNERS)
    for (const [event, happen] of Object.entries(HAPPENINGS) as [
      ShopperEvent,
      NonNullable<(typeof HAPPENINGS)[ShopperEvent]>,
    ][]) {
      number += 1;
      const shopId = await world.addShop(`once-${owner}-${event}`.replaceAll("_", "-"));
      await saveOwners({ db, record }, shopId, onlyOwner(event, owner));
      const order = await world.addOrder(shopId, number);
      await happen(order, number);
      await Promise.all([world.tell(shopId, order.id), world.tell(shopId, order.id)]);
      await world.tell(shopId, order.id);
      const rows = (await world.told(shopId)).filter((row) => row.event === event);
      expect(rows, `${event} left to ${owner}`).toHaveLength(1);
      expect(rows[0]).toMatchObject({ owner, verdict: owner === "aftercare" ? "told" : "left" });
      const mails = await world.messages(shopId);
      expect(mails.map((mail) => mail.event)).toEqual(owner === "aftercare" ? [event] : []);
    }
  const before = world.server.taken.length;
  await world.carryOutAll();
  expect(world.server.taken.length - before).toBe(Object.keys(HAPPENINGS).length);
}, 60_000);

/** The event to one owner, everything else to Shopify, or to nobody where Shopify does not write. */
const onlyOwner = (event: ShopperEvent, owner: Owner): Record<string, string> => ({
  ...Object.fromEntries(
    Object.keys(DEFAULT_OWNERS).map((name) => [
      name,
      shopperEvent(name as ShopperEvent).choices.includes("shopify") ? "shopify" : "nobody",
    ]),
  ),
  [event]: owner,
});

test("says nothing of shipping until a carrier has scanned the parcel, then says it once", async () => {
  const shopId = await world.addShop("scan");
  const all = Object.fromEntries(Object.keys(HAPPENINGS).map((event) => [event, "aftercare"]));
  await saveOwners({ db, record }, shopId, all);
  const order = await world.addOrder(shopId, 2_000);
  await addParcel(world, order, 2_000);
  await addScan(world, order, 2_000, "label_printed");
  await addScan(world, order, 2_000, "confirmed");
  await world.tell(shopId, order.id);
  const words = (await world.messages(shopId)).map(({ mime }) => String(mime && Buffer.from(mime)));
  expect((await world.told(shopId)).map(({ event }) => event)).toEqual([
    "order_confirmed",
    "label_created",
  ]);
  expect(words.join(" ")).not.toMatch(/shipped|on its way|scanned your parcel/i);
  await addScan(world, order, 2_000, "in_transit");
  await world.tell(shopId, order.id);
  await addScan(world, order, 2_000, "attempted_delivery");
  await world.tell(shopId, order.id);
  const events = (await world.told(shopId)).map(({ event }) => event);
  expect(events.filter((event) => event === "shipped")).toHaveLength(1);
  // The first mail about the parcel had not gone out: "not collected yet" is no longer true.
  const label = (await world.messages(shopId)).find(({ event }) => event === "label_created");
  expect(label?.state).toBe("superseded");
  await world.carryOutAll();
  const sent = await world.messages(shopId);
  expect(sent.filter(({ state }) => state === "sent").map(({ event }) => event)).toEqual([
    "order_confirmed",
    "shipped",
  ]);
});

test("while watching nothing is written; switched on, exactly what was previewed goes out", async () => {
  const shopId = await world.addShop("watching", "watching");
  const old = await world.addOrder(shopId, 3_000, {
    placedAt: new Date(Date.now() - 50 * 86_400_000),
  });
  const fresh = await world.addOrder(shopId, 3_001);
  for (const order of [old, fresh]) {
    await addParcel(world, order, Number(order.name.slice(1)));
    await addScan(world, order, Number(order.name.slice(1)), "in_transit");
    await world.tell(shopId, order.id);
    await world.tell(shopId, order.id);
  }
  expect(await world.messages(shopId)).toEqual([]);
  expect(await db.prisma.intent.count({ where: { shopId } })).toBe(0);
  const held = (await world.told(shopId)).filter(({ verdict }) => verdict === "held");
  expect(held.map(({ event, orderGid }) => [event, orderGid])).toEqual([
    ["shipped", old.gid],
    ["shipped", fresh.gid],
  ]);
  const goLiveAt = new Date(Date.now() - 2 * 3_600_000);
  const window = { shopId, from: new Date(), goLiveAt };
  const preview = await inShop(db, shopId, (tx) => previewShopperMail(tx, window));
  expect(preview.map(({ orderGid }) => orderGid)).toEqual([fresh.gid]);
  await world.setMode(shopId, "acting", goLiveAt);
  for (const order of [old, fresh]) await world.tell(shopId, order.id);
  await world.carryOutAll();
  const mails = await world.messages(shopId);
  expect(mails.map(({ orderGid, event, state }) => [orderGid, event, state])).toEqual([
    [fresh.gid, "shipped", "sent"],
  ]);
  expect(
    world.server.taken.filter(({ to }) => to.includes("ana3001@shopper.example")),
  ).toHaveLength(1);
});

test("an order without an address, and one whose address gave mail back, are noted and not written to", async () => {
  const shopId = await world.addShop("unreachable");
  const silent = await world.addOrder(shopId, 4_000, { email: null });
  await addParcel(world, silent, 4_000);
  await addScan(world, silent, 4_000, "in_transit");
  await world.tell(shopId, silent.id);
  const bounced = await world.addOrder(shopId, 4_001);
  await addParcel(world, bounced, 4_001);
  await addScan(world, bounced, 4_001, "in_transit");
  world.server.spoil("rcpt", { code: 550, text: "5.1.1 No such user" });
  await world.tell(shopId, bounced.id);
  await world.carryOutAll();
  const again = await world.addOrder(shopId, 4_002, { email: "Ana4001@Shopper.example" });
  await addParcel(world, again, 4_002);
  await addScan(world, again, 4_002, "in_transit");
  await world.tell(shopId, again.id);
  const rows = (await world.told(shopId)).filter(({ event }) => event === "shipped");
  expect(
    rows.map(({ verdict, reason }) => [verdict, (reason as { code?: string } | null)?.code]),
  ).toEqual([
    ["unreachable", "no_address"],
    ["told", undefined],
    ["unreachable", "address_bounced"],
  ]);
  const [mail] = await world.messages(shopId);
  expect(mail).toMatchObject({ state: "failed", failure: { code: "address_refused" } });
  expect(mail?.subject).toBe(parcelGid(4_001));
});
