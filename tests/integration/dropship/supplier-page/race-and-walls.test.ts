/** What may never happen: an answer after a revocation, a look at somebody else's orders, words that become markup. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerPurchaseOrder } from "#app/dropship/acknowledgements/answer-purchase-order.server.ts";
import { describeAnswerRefusal } from "#app/dropship/acknowledgements/answer.ts";
import { receiveSupplierReply } from "#app/dropship/acknowledgements/receive-reply.server.ts";
import { listProposals, settleProposal } from "#app/dropship/acknowledgements/proposals.server.ts";
import { askQuestion } from "#app/dropship/acknowledgements/questions.server.ts";
import {
  listOpenPurchaseOrders,
  lockOrder,
} from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import { untilBlocked } from "#tests/support/until-blocked.ts";
import { openSupplierWorld } from "./supplier-page-world.ts";

const world = await openSupplierWorld();
const { shopId } = world;
const ROUNDS = process.env["PROVE"] ? 200 : 6;

test("of an acceptance and a revocation at once exactly one wins, and the late one is told why", async () => {
  const { supplierId } = await world.supplier();
  const winners = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = await world.order(supplierId);
    const accepting = () =>
      world.run((tx) =>
        answerPurchaseOrder(world.deps, tx, {
          shopId,
          supplierId,
          purchaseOrderId: order.id,
          lines: "all",
          source: "link",
          author: "1",
        }),
      );
    const revoking = () =>
      world.run((tx) =>
        revokePurchaseOrder(world.deps, tx, {
          shopId,
          purchaseOrderId: order.id,
          reason: { code: "fail_over", message: "Ordered elsewhere." },
          actor: { kind: "rule", name: "fail_over", version: 1 },
        }),
      );
    const isEven = round % 2 === 0;
    const [first, second] = await Promise.all([
      isEven ? accepting() : revoking(),
      isEven ? revoking() : accepting(),
    ]);
    const [answered, revoked] = isEven ? [first, second] : [second, first];
    const after = await world.find(order.id);
    // An accepted order may still be taken back: then the acceptance came first. What must not be is a yes after the no.
    expect(revoked.ok).toBe(true);
    expect(after.state).toBe("revoked");
    if (!answered.ok && "code" in answered.refusal) {
      winners.add("revoked");
      expect(answered.refusal.code).toBe("revoked");
      expect(describeAnswerRefusal(answered.refusal as never)).toContain("Please don't ship it");
      expect(after.lines.every(({ acceptedUnits }) => acceptedUnits === 0)).toBe(true);
    } else winners.add("accepted");
    const live = await world.db.prisma.purchaseOrderUnit.count({
      where: { shopId, purchaseOrderId: order.id, isLive: true },
    });
    expect(live).toBe(0);
    const late = await accepting();
    expect(late).toMatchObject({ ok: false, refusal: { code: "revoked", number: order.number } });
  }
  expect(winners.size).toBeGreaterThan(0);
});

test("answers in any order: units never exceed, and what is live is what was not declined", async () => {
  const { supplierId } = await world.supplier();
  const line = fc.record({ units: fc.integer({ min: 1, max: 5 }) });
  const said = fc.record({
    line: fc.nat(2),
    accepted: fc.integer({ min: -1, max: 6 }),
    declined: fc.integer({ min: -1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 3 }),
      fc.array(said, { maxLength: 6 }),
      async (lines, answers) => {
        const order = await world.order(supplierId, { lines });
        for (const { line: place, accepted, declined } of answers) {
          const lineId = order.lines[place % order.lines.length]?.id ?? 0n;
          await world.run((tx) =>
            answerPurchaseOrder(world.deps, tx, {
              shopId,
              supplierId,
              purchaseOrderId: order.id,
              lines: [
                {
                  lineId,
                  acceptedUnits: accepted,
                  declinedUnits: declined,
                  declineReason: "out_of_stock",
                  promisedOn: null,
                  statedCostMinor: null,
                },
              ],
              source: "link",
              author: "1",
            }),
          );
        }
        const after = await world.find(order.id);
        for (const { acceptedUnits, declinedUnits, units } of after.lines)
          expect(acceptedUnits + declinedUnits).toBeLessThanOrEqual(units);
        const open = after.lines.reduce((sum, one) => sum + one.units - one.declinedUnits, 0);
        const live = await world.db.prisma.purchaseOrderUnit.count({
          where: { shopId, purchaseOrderId: order.id, isLive: true },
        });
        expect(live).toBe(open);
        const isComplete = after.lines.every(
          (one) => one.acceptedUnits + one.declinedUnits === one.units,
        );
        const isDeclined = isComplete && after.lines.every((one) => one.acceptedUnits === 0);
        expect(after.state).toBe(isDeclined ? "declined" : isComplete ? "accepted" : "sent");
      },
    ),
    { numRuns: process.env["PROVE"] ? 500 : 8 },
  );
});

test("a link shows and moves its own supplier's orders, and no other's of this shop or another", async () => {
  const ours = await world.supplier();
  const other = await world.supplier();
  const theirShop = await world.addShop("another.myshopify.com");
  const theirs = await world.supplier({}, theirShop);
  const foreign = [
    await world.order(other.supplierId, { note: "secret-of-other-supplier" }),
    await world.order(theirs.supplierId, { note: "secret-of-other-shop" }, theirShop),
  ];
  const before = await allRows();
  const answers = [];
  for (const { id, number } of foreign) {
    const page = `${ours.link}?order=${number}`;
    answers.push(
      await world.get(page),
      await world.post(ours.link, { intent: "answer", po: `${id}.1`, [`o${id}`]: "1" }),
      await world.post(page, { intent: "ship", tracking: "RR123456785CN" }),
      await world.post(page, { intent: "tell", tracking: "RR123456785CN" }),
      await world.post(ours.link, { intent: "check_rows", rows: `${number}, RR123456785CN` }),
    );
    const token = world.tokenOf(ours.link);
    expect((await world.api(token, number, "answers", { accept: "all" })).status).toBe(404);
  }
  expect(answers.filter(({ text }) => text.includes("secret-of"))).toEqual([]);
  expect(await allRows()).toEqual(before);
});

const WORDS = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</textarea><svg/onload=alert(1)>",
  "javascript:alert(1)",
  "{{7*7}}",
];

test.each(WORDS)("%s is text wherever it stands", async (text) => {
  const { supplierId, link } = await world.supplier({ name: `${text} ${Math.random()}` });
  const order = await world.order(supplierId, {
    note: text,
    packingNote: text,
    service: text,
    shipTo: { name: text, address1: text, city: text, phone: text },
    lines: [
      {
        title: text,
        variantTitle: text,
        sku: text,
        supplierSku: text,
        note: text,
        imageUrl: "javascript:alert(1)",
        customAttributes: [{ key: text, value: text }],
      },
    ],
  });
  const page = `${link}?order=${order.number}`;
  await world.post(page, { intent: "ask", question: text });
  const said = await world.post(link, { intent: "check_rows", rows: text });
  const typed = await world.post(page, {
    intent: "ship",
    tracking: text,
    carrier: text,
    [`s${order.lines[0]?.id}`]: "1",
  });
  for (const { text: html } of [await world.get(link), await world.get(page), said, typed])
    expect(html).not.toMatch(/<script|<img src=x|<svg|src="javascript:/);
});

test("looking, five times, at every address changes no row", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId);
  const before = await allRows();
  const addresses = [
    link,
    `${link}?order=${order.number}`,
    `${link}?order=none&lang=es`,
    `${link}?said=accepted&n=3&intent=answer&po=${order.id}.1`,
    "/supplier/none",
  ];
  for (let time = 0; time < 5; time += 1) {
    for (const address of addresses) await world.get(address);
    for (const format of ["csv", "xlsx"] as const) await world.file(link, format);
  }
  expect(await allRows()).toEqual(before);
});

test("a reply by mail is a proposal, once, and a person's yes carries it out", async () => {
  const { supplierId, contactId } = await world.supplier();
  const [yes, no] = [await world.order(supplierId), await world.order(supplierId)];
  const reply = {
    shopId,
    supplierId,
    contactId,
    purchaseOrderNumber: yes.number,
    text: `Hi, order ${yes.number} confirmed, tracking RR123456785CN.\n${no.number} is out of stock, sorry.`,
    attachments: [],
    messageId: "<a@b>",
    receivedAt: world.clock.now(),
  };
  const id = await world.run((tx) => receiveSupplierReply(world.deps, tx, reply));
  expect(await world.run((tx) => receiveSupplierReply(world.deps, tx, reply))).toBeNull();
  expect((await world.find(yes.id)).state).toBe("sent");
  const [proposal] = await world.run((tx) => listProposals(world.deps, tx, shopId, no.id));
  expect(proposal).toMatchObject({ id, plan: { problems: [] } });
  const verdict = { shopId, proposalId: id ?? 0n, verdict: "confirm" as const, staffId: "7" };
  const settled = await world.run((tx) => settleProposal(world.deps, tx, verdict));
  expect(settled).toEqual({ ok: true, value: { notDone: [] } });
  expect(await world.find(yes.id)).toMatchObject({
    state: "accepted",
    lines: [{ trackedUnits: 2 }],
  });
  expect(await world.find(no.id)).toMatchObject({ state: "declined" });
  const again = await world.run((tx) => settleProposal(world.deps, tx, verdict));
  expect(again).toMatchObject({ ok: false, refusal: { code: "settled_already" } });
});

test("whoever settles a reply locks its orders from the first to the last, whatever it says of each", async () => {
  const { supplierId, contactId } = await world.supplier();
  const [low, high] = [await world.order(supplierId), await world.order(supplierId)];
  const reply = {
    shopId,
    supplierId,
    contactId,
    purchaseOrderNumber: null,
    text: `${high.number} is out of stock, sorry.\n${low.number} tracking RR123456789CN`,
    attachments: [],
    messageId: "<both@b>",
    receivedAt: world.clock.now(),
  };
  const id = await world.run((tx) => receiveSupplierReply(world.deps, tx, reply));
  const verdict = { shopId, proposalId: id ?? 0n, verdict: "confirm" as const, staffId: "7" };
  let settling: Promise<unknown> = Promise.resolve();
  await world.run(async (tx) => {
    await lockOrder(tx, shopId, low.orderId);
    settling = world.run((other) => settleProposal(world.deps, other, verdict));
    await untilBlocked(world.db, settling);
    const free = await tx.$queryRaw`
      select 1 from orders where shop_id = ${shopId} and id = ${high.orderId} for update nowait`;
    expect(free).toHaveLength(1);
  });
  expect(await settling).toEqual({ ok: true, value: { notDone: [] } });
});

test("a question that is sent four times at once is asked once", async () => {
  const { supplierId, contactId } = await world.supplier();
  const draft = {
    shopId,
    supplierId,
    contactId,
    purchaseOrder: null,
    text: "When do you pay?",
    now: world.clock.now(),
  };
  const asked = await Promise.all(
    [1, 2, 3, 4].map(() => world.run((tx) => askQuestion(tx, draft))),
  );
  expect(new Set(asked.map((one) => one.ok && one.value)).size).toBe(1);
  expect(await world.db.prisma.supplierQuestion.count({ where: { supplierId } })).toBe(1);
});

test("however many parcels are on their way, what is still to be done is on the page", async () => {
  const { supplierId } = await world.supplier();
  const { orderId, orderGid } = await world.order(supplierId, { lines: [] });
  await world.db.prisma.$executeRaw`
    insert into purchase_orders (shop_id, order_id, order_gid, supplier_id, routing_plan_id, number, sequence, state,
      currency, created_at, send_after, tracked_at)
    select ${shopId}, ${orderId}, ${orderGid}, ${supplierId}, 1000000 + n, 'old-' || n, 1000 + n, 'shipped',
      'USD', '2026-01-01', '2026-01-01', '2026-01-02'
    from generate_series(1, 2000) n`;
  const fresh = await world.order(supplierId, { createdAt: world.clock.now() });
  const open = await world.run((tx) => listOpenPurchaseOrders(tx, shopId, supplierId));
  expect(open.map(({ id }) => id)).toContain(fresh.id);
});

/** Every row of every table there is, but for what counts requests. */
async function allRows(): Promise<Record<string, string>> {
  const { rows: tables } = await world.db.pool.query<{ name: string }>(
    "select table_name as name from app.shop_tables() where table_name not in ('supplier_link_uses', 'supplier_links')",
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await world.db.pool.query<{ text: string | null }>(
      `select md5(string_agg(t::text, E'\\n' order by t::text)) as text from ${name} t`,
    );
    found[name] = rows[0]?.text ?? "";
  }
  return found;
}
