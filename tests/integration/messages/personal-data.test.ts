/** A shopper's mail is handed out whole and forgotten whole; other shoppers' mail stays. */
import { expect, test } from "vitest";
import { messagesPersonalData } from "#app/messages/personal-data.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { addParcel, addScan, openMailWorld } from "./mail-world.ts";

const world = await openMailWorld();
const { db, server } = world;

test("hands out and erases bytes, addresses, replies and reasons; what waits is not sent any more", async () => {
  const shopId = await world.addShop("privacy");
  const orders = [];
  for (const number of [1, 2, 3]) {
    const order = await world.addOrder(shopId, number, number === 3 ? { customerName: "Eve" } : {});
    await addParcel(world, order, number);
    await addScan(world, order, number, "in_transit");
    orders.push(order);
  }
  const [first, second, third] = orders;
  if (!first || !second || !third) throw new Error("three orders were made");
  server.spoil("rcpt", { code: 550, text: "5.1.1 <ana1@shopper.example> unknown" });
  await world.tell(shopId, first.id);
  await world.carryOutAll();
  await world.tell(shopId, third.id);
  await world.carryOutAll();
  await world.tell(shopId, second.id);
  const target = {
    shopId,
    person: {
      customerGid: null,
      email: "ana1@shopper.example",
      phone: null,
      orderGids: [first.gid],
    },
    orderGids: [first.gid, second.gid],
    words: ["ana1@shopper.example", "ana2@shopper.example", "ana costa"],
    now: new Date(),
  };
  const traces = await inShop(db, shopId, async (tx) =>
    messagesPersonalData.findTraces?.(tx, { ...target, orderGids: [first.gid] }),
  );
  expect(traces).toEqual({ orderGids: [first.gid], words: ["ana1@shopper.example"] });
  const tables = await inShop(db, shopId, (tx) => messagesPersonalData.exportCustomer(tx, target));
  expect(tables.map(({ table, rows }) => [table, rows.length])).toEqual([
    ["messages", 2],
    ["mail_suppressions", 1],
  ]);
  expect(JSON.stringify(tables)).toContain("Hello Ana");
  await inShop(db, shopId, (tx) => messagesPersonalData.eraseCustomer(tx, target));
  const again = await inShop(db, shopId, (tx) => messagesPersonalData.eraseCustomer(tx, target));
  expect(again).toEqual([]);
  const { rows } = await db.pool.query<{ line: string }>(
    `select m::text as line from messages m where shop_id = $1
     union all select a::text from message_attempts a where shop_id = $1
     union all select t::text from told_events t where shop_id = $1
     union all select s::text from mail_suppressions s where shop_id = $1`,
    [String(shopId)],
  );
  const all = rows.map(({ line }) => line).join("\n");
  const hex = Buffer.from("ana1@shopper.example").toString("hex");
  for (const trait of ["ana1@shopper", "ana2@shopper", hex]) expect(all).not.toContain(trait);
  expect(all).toContain("ana3@shopper.example");
  await world.carryOutAll();
  expect(server.taken.filter(({ to }) => to.includes("ana2@shopper.example"))).toEqual([]);
});
