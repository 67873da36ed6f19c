import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { actOnMany } from "#app/dropship/purchase-orders/act-on-many.server.ts";
import {
  approvePurchaseOrder,
  holdPurchaseOrder,
  sendPurchaseOrderAgain,
  tryPurchaseOrderAgain,
} from "#app/dropship/purchase-orders/act-on-purchase-order.server.ts";
import { nudgePurchaseOrder } from "#app/dropship/purchase-orders/nudge-purchase-order.server.ts";
import { reviseAddress } from "#app/dropship/purchase-orders/revise-address.server.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import { sendScheduled } from "#app/dropship/purchase-orders/send-scheduled.server.ts";
import { SHIP_TO } from "#tests/support/dropship/purchase-orders.ts";
import { openPurchaseWorld, PERSON } from "./purchase-world.ts";

const world = await openPurchaseWorld();
const { peers, deps, shopId } = world;

async function issueOne(
  channel: "email" | "https",
  fields: Parameters<typeof world.supplier>[1] = {},
) {
  const { supplierId } = await world.supplier(channel, fields);
  const { issued } = await world.issue([supplierId]);
  const [order] = issued.ok ? issued.value : [];
  if (!order) throw new Error("Nothing was issued.");
  return { ...order, act: { shopId, purchaseOrderId: order.id, staffId: "7" } };
}

const arrivalsOf = (number: string) =>
  peers.https.arrivals.filter((arrival) => arrival.number === number);
const MOVED = { ...SHIP_TO, address1: "2 Pier Road" };

test("a supplier that needs approval gets nothing before a yes", async () => {
  const order = await issueOne("https", { needsApproval: true });
  await world.carryOutAll();
  expect([order.state, order.waitReason?.code]).toEqual(["approval", "needs_approval"]);
  expect(arrivalsOf(order.number)).toEqual([]);
  const approved = await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  expect(approved).toMatchObject({ ok: true, value: { state: "queued", waitReason: null } });
  const twice = await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  expect(twice).toMatchObject({ ok: false, refusal: { code: "wrong_state" } });
  await world.carryOutAll();
  expect(arrivalsOf(order.number)).toHaveLength(1);
});

test("in Asking a purchase order waits, and a yes on its page lets it go", async () => {
  await world.setMode("asking");
  const order = await issueOne("https");
  await world.setMode("asking");
  expect([order.state, order.waitReason?.code]).toEqual(["approval", "needs_confirmation"]);
  await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  await world.carryOutAll();
  expect((await world.find(order.id)).state).toBe("sent");
  await world.setMode("acting");
});

test("what is held stays, and goes once it is let go", async () => {
  const order = await issueOne("https");
  const held = await world.inShop((tx) => holdPurchaseOrder(deps, tx, order.act));
  expect(held).toMatchObject({ ok: true, value: { state: "approval" } });
  await world.carryOutAll();
  expect(arrivalsOf(order.number)).toEqual([]);
  await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  await world.carryOutAll();
  expect(arrivalsOf(order.number)).toHaveLength(1);
});

test("a schedule keeps it until its time; the job sends it once", async () => {
  const order = await issueOne("https", {
    sendSchedule: { kind: "at_times", minutes: [540], weekdays: [1, 2, 3, 4, 5, 6, 7] },
    workingDays: [1, 2, 3, 4, 5, 6, 7],
  });
  expect(order.state).toBe("queued");
  expect(order.intentId).toBeNull();
  world.advance(order.sendAfter.getTime() - world.clock.now().getTime() + 1_000);
  const payload = { shopId: `${shopId}`, purchaseOrderId: `${order.id}` };
  await sendScheduled(deps, payload);
  await sendScheduled(deps, payload);
  await world.carryOutAll();
  expect(arrivalsOf(order.number)).toHaveLength(1);
});

test("tried again it is the same order under the same key", async () => {
  const order = await issueOne("https");
  peers.https.spoil("refuse");
  await world.carryOutAll();
  await world.inShop((tx) => tryPurchaseOrderAgain(deps, tx, order.act));
  await world.carryOutAll();
  expect(arrivalsOf(order.number).map(({ key }) => key)).toEqual([
    `harbor-and-pine-${order.number}-R1`,
  ]);
  expect((await world.find(order.id)).state).toBe("sent");
});

test("sent again it keeps its number and is marked as a copy", async () => {
  const order = await issueOne("https");
  const early = await world.inShop((tx) => sendPurchaseOrderAgain(deps, tx, order.act));
  expect(early).toMatchObject({ ok: false, refusal: { code: "not_lost" } });
  await world.carryOutAll();
  await world.inShop((tx) => sendPurchaseOrderAgain(deps, tx, order.act));
  await world.carryOutAll();
  const bodies = arrivalsOf(order.number).map(
    ({ body }) => JSON.parse(body) as { number: string; copy: number },
  );
  expect(bodies.map(({ number, copy }) => [number, copy])).toEqual([
    [order.number, 0],
    [order.number, 1],
  ]);
});

test("nudges once a day, by mail", async () => {
  const order = await issueOne("https");
  await world.carryOutAll();
  const nudge = () =>
    world.inShop((tx) =>
      nudgePurchaseOrder(deps, tx, { shopId, purchaseOrderId: order.id, actor: PERSON }),
    );
  expect(await nudge()).toMatchObject({ ok: true });
  expect(await nudge()).toMatchObject({ ok: false, refusal: { code: "nudged_lately" } });
  await world.carryOutAll();
  const mails = peers.mail.taken.filter(({ raw }) =>
    raw.includes(`X-Purchase-Order: ${order.number}\r\n`),
  );
  expect(mails.map(({ raw }) => /X-Purchase-Order-Purpose: (\w+)/.exec(raw)?.[1])).toEqual([
    "nudge",
  ]);
});

test("a corrected address: in place before it left, R2 after, a question once accepted", async () => {
  const order = await issueOne("https", { needsApproval: true });
  const revise = (shipTo: typeof SHIP_TO) =>
    world.inShop((tx) =>
      reviseAddress(deps, tx, { shopId, orderId: order.orderId, shipTo, actor: PERSON }),
    );
  expect(await revise(MOVED)).toEqual([{ number: order.number, outcome: "changed" }]);
  expect(await revise(MOVED)).toEqual([]);
  await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  await world.carryOutAll();
  expect(await revise(SHIP_TO)).toEqual([{ number: order.number, outcome: "revised" }]);
  await world.carryOutAll();
  const bodies = arrivalsOf(order.number).map(
    ({ body }) => JSON.parse(body) as { revision: number; shipTo: { address1: string } },
  );
  expect(bodies.map(({ revision, shipTo }) => [revision, shipTo.address1])).toEqual([
    [1, "2 Pier Road"],
    [2, "1 Pier Road"],
  ]);
  await world.inShop((tx) =>
    tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id: order.id } },
      data: { state: "accepted", acknowledgedAt: world.clock.now() },
    }),
  );
  expect(await revise(MOVED)).toEqual([{ number: order.number, outcome: "asked" }]);
  await world.carryOutAll();
  const asked = await world.find(order.id);
  expect([asked.revision, asked.addressAskedAt !== null]).toEqual([2, true]);
  const [mail] = peers.mail.taken.filter(({ raw }) =>
    raw.includes("X-Purchase-Order-Purpose: address"),
  );
  expect(mail?.raw).toContain("2 Pier Road");
});

test("an address corrected while the document is drawn stands on what is sent", async () => {
  const order = await issueOne("email");
  world.drawing.before = async () => {
    world.drawing.before = async () => undefined;
    await world.inShop((tx) =>
      reviseAddress(deps, tx, { shopId, orderId: order.orderId, shipTo: MOVED, actor: PERSON }),
    );
  };
  await world.carryOutAll();
  const mails = peers.mail.taken.filter(({ raw }) =>
    raw.includes(`X-Purchase-Order: ${order.number}\r\n`),
  );
  expect(mails).toHaveLength(1);
  const read = await PostalMime.parse(Buffer.from(mails[0]?.raw ?? "", "latin1"));
  const table = Buffer.from(read.attachments[1]?.content as ArrayBuffer).toString();
  expect(table).toContain("2 Pier Road");
});

test("an address corrected before a try whose forerunner may have arrived is a revision", async () => {
  const order = await issueOne("https");
  await world.carryOutAll();
  await world.inShop(async (tx) => {
    const where = { shopId, purchaseOrderId: order.id };
    const sent = await tx.purchaseOrderTransmission.findFirstOrThrow({ where });
    await tx.purchaseOrderTry.updateMany({
      where: { shopId, transmissionId: sent.id },
      data: { outcome: "lost" },
    });
    await tx.purchaseOrderTransmission.updateMany({ where, data: { state: "failed" } });
    await tx.purchaseOrder.updateMany({
      where: { shopId, id: order.id },
      data: { state: "failed", sentAt: null },
    });
  });
  await world.inShop((tx) => tryPurchaseOrderAgain(deps, tx, order.act));
  const wish = { shopId, orderId: order.orderId, shipTo: MOVED, actor: PERSON };
  expect(await world.inShop((tx) => reviseAddress(deps, tx, wish))).toEqual([
    { number: order.number, outcome: "revised" },
  ]);
  await world.carryOutAll();
  const last = arrivalsOf(order.number).at(-1);
  expect(last?.key).toBe(`harbor-and-pine-${order.number}-R2`);
  expect(last?.body).toContain("2 Pier Road");
});

test("what was approved and waits for the supplier's time is hurried by a person", async () => {
  await world.setMode("asking");
  const order = await issueOne("https", {
    sendSchedule: { kind: "at_times", minutes: [540], weekdays: [1, 2, 3, 4, 5, 6, 7] },
    workingDays: [1, 2, 3, 4, 5, 6, 7],
  });
  await world.inShop((tx) => approvePurchaseOrder(deps, tx, order.act));
  const by = { shopId, staffId: "7" };
  const wish = { act: "send", purchaseOrderIds: [order.id], reason: "" } as const;
  expect(await actOnMany(deps, by, wish)).toEqual({ done: 1, refused: [] });
  const before = world.clock.now();
  await world.carryOutAll();
  expect(arrivalsOf(order.number)).toHaveLength(1);
  expect((await world.find(order.id)).sentAt?.getTime()).toBeLessThan(before.getTime() + 60_000);
  await world.setMode("acting");
});

test("a question about one that was revoked is asked no more", async () => {
  await world.setMode("asking");
  const order = await issueOne("https");
  const reason = { code: "by_person", message: "Not needed." };
  const wish = { shopId, purchaseOrderId: order.id, reason, actor: PERSON };
  await world.inShop((tx) => revokePurchaseOrder(deps, tx, wish));
  const [intent] = await world.db.prisma.$queryRaw<{ state: string }[]>`
    select state from intents where id = ${order.intentId}`;
  expect(intent?.state).toBe("dropped");
  await world.setMode("acting");
});

test("issued twice for one plan it is one purchase order, also when two do it at once", async () => {
  const { supplierId } = await world.supplier("https");
  const { issuePurchaseOrders } =
    await import("#app/dropship/purchase-orders/issue-purchase-orders.server.ts");
  const first = await world.issue([supplierId]);
  const wish = {
    shopId,
    order: first.order,
    routingPlanId: first.routingPlanId,
    actor: PERSON,
    shipTo: SHIP_TO,
    note: null,
    drafts: [],
  };
  const again = await Promise.all(
    [1, 2].map(() => world.inShop((tx) => issuePurchaseOrders(deps, tx, wish))),
  );
  const ids = [first.issued, ...again].map((issued) => (issued.ok ? issued.value[0]?.id : null));
  expect(new Set(ids).size).toBe(1);
});

test("a line split over suppliers gives each its own units, and freed ones are given again", async () => {
  const ids: bigint[] = [];
  for (let count = 0; count < 3; count += 1) ids.push((await world.supplier("https")).supplierId);
  const { issued, order } = await world.issue(ids, { units: 2, orderedUnits: 7 });
  const unitsOf = () =>
    world.inShop((tx) =>
      tx.purchaseOrderUnit.findMany({
        where: { shopId, orderId: order.id, isLive: true },
        orderBy: { unit: "asc" },
      }),
    );
  expect(issued.ok && issued.value.map(({ number }) => number.split("-")[1])).toEqual([
    "1",
    "2",
    "3",
  ]);
  expect((await unitsOf()).map(({ unit }) => unit)).toEqual([1, 2, 3, 4, 5, 6]);
  const second = issued.ok ? issued.value[1] : undefined;
  const reason = { code: "late", message: "Too late." };
  const wish = { shopId, purchaseOrderId: second?.id ?? 0n, reason, actor: PERSON };
  await world.inShop((tx) => revokePurchaseOrder(deps, tx, wish));
  const short = await world.issue([ids[0] ?? 0n], { units: 4, orderedUnits: 7, order });
  expect(short.issued).toMatchObject({ ok: false, refusal: { code: "units_taken" } });
  await world.issue([ids[0] ?? 0n], { units: 3, orderedUnits: 7, order });
  const taken = await unitsOf();
  expect(taken.map(({ unit }) => unit)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(taken.map(({ purchaseOrderId }) => purchaseOrderId)).size).toBe(3);
});
