import { expect, test } from "vitest";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import { revokeLinks } from "#app/dropship/supplier-page/supplier-link.server.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import { formOf, openSupplierWorld } from "./supplier-page-world.ts";

const world = await openSupplierWorld();
const PERSON = { kind: "person", name: "7" } as const;

const liveUnits = async (purchaseOrderId: bigint) =>
  world.db.prisma.purchaseOrderUnit.count({ where: { purchaseOrderId, isLive: true } });

const routed = async (orderId: bigint) => {
  const { rows } = await world.db.pool.query<{ payload: { orderId: string; cause: string } }>(
    "select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'dropship.route'",
  );
  return rows.filter(({ payload }) => payload.orderId === orderId.toString());
};

test("one standing link per contact, until it is about to end", async () => {
  const { supplierId, contactId, link } = await world.supplier();
  expect(await world.linkOf({ supplierId, contactId })).toBe(link);
  expect(link).toMatch(/^https:\/\/aftercare\.example\/supplier\/[\w-]{44}$/);
});

test("accept all with one tap; a look changes nothing", async () => {
  const { supplierId, link } = await world.supplier();
  const orders = [await world.order(supplierId), await world.order(supplierId)];
  const page = await world.get(link);
  expect(page.text).toContain("2 open orders.");
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.text).not.toMatch(/<script/);
  const done = await world.post(link, formOf(page.text, "answer"));
  expect([done.status, done.location]).toEqual([303, expect.stringContaining("said=accepted&n=2")]);
  for (const { id } of orders) {
    const order = await world.find(id);
    expect(order).toMatchObject({ state: "accepted", lines: [{ acceptedUnits: 2 }] });
    expect(order.shipBy).not.toBeNull();
    expect(order.trackingBy).not.toBeNull();
  }
  const after = await world.get(done.location ?? "");
  expect(after.text).toContain("2 orders accepted. Thank you.");
  expect(after.text).toContain("To ship (2)");
});

test("what is unticked is shown once more, declined, freed and routed again", async () => {
  const { supplierId, link } = await world.supplier();
  const kept = await world.order(supplierId, { lines: [{ units: 3 }, { units: 2 }] });
  const left = await world.order(supplierId);
  const form = formOf((await world.get(link)).text, "answer");
  delete form[`o${left.id}`];
  form[`or${left.id}`] = ["discontinued"];
  const [first, second] = kept.lines;
  form[`n${first?.id}`] = ["2"];
  delete form[`l${second?.id}`];
  const review = await world.post(link, form);
  expect(review.status).toBe(200);
  expect(review.text).toContain("No longer made");
  expect((await world.find(left.id)).state).toBe("sent");
  const done = await world.post(link, formOf(review.text, "answer"));
  expect(done.location).toContain("said=answered&n=2");
  expect(await world.find(left.id)).toMatchObject({ state: "declined" });
  expect(await world.find(kept.id)).toMatchObject({
    state: "accepted",
    lines: [
      { acceptedUnits: 2, declinedUnits: 1, declineReason: "out_of_stock" },
      { acceptedUnits: 0, declinedUnits: 2 },
    ],
  });
  expect([await liveUnits(left.id), await liveUnits(kept.id)]).toEqual([0, 2]);
  expect(await routed(kept.orderId)).toHaveLength(1);
  expect(await routed(left.orderId)).toMatchObject([{ payload: { cause: "declined" } }]);
});

test("a higher price is asked about, waits for the shop and raises an alert", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId);
  const line = order.lines[0]?.id ?? 0n;
  const form = formOf((await world.get(link)).text, "answer");
  form[`c${line}`] = ["12,50"];
  const review = await world.post(link, form);
  expect(review.text).toContain("instead of");
  await world.post(link, formOf(review.text, "answer"));
  expect(await world.find(order.id)).toMatchObject({ lines: [{ statedCostMinor: 1_250n }] });
  const asked = await world.db.prisma.supplierStatedCost.findMany({
    where: { purchaseOrderId: order.id },
  });
  expect(asked).toMatchObject([{ orderedMinor: 1_000n, statedMinor: 1_250n, verdict: null }]);
  const alerts = await world.db.prisma.alert.findMany({ where: { key: `cost:${line}:1250` } });
  expect(alerts).toHaveLength(1);
  expect((await world.get(`${link}?order=${order.number}`)).text).toContain(
    "The shop has to agree to the new price.",
  );
});

test("many rows of tracking: fine ones are saved, a wrong one is asked about, the rest comes back", async () => {
  const { supplierId, link } = await world.supplier();
  const orders = [];
  for (let count = 0; count < 4; count += 1) orders.push(await world.order(supplierId));
  const [one, two, three, four] = orders.map(({ number }) => number);
  const rows = [
    `${one}, RR123456785CN`,
    `#${two} 9400100000000000000000`,
    `9999-1, LX000000005CN`,
    `${four}，RR123456785CN`,
  ].join("\n");
  const checked = await world.post(link, { intent: "check_rows", rows });
  expect(checked.text).toContain("1 row is fine.");
  expect(checked.text).toContain("2 rows cannot be saved");
  expect(checked.text).toContain("This tracking number is in two rows.");
  expect(await world.db.prisma.shipment.count({ where: { supplierId } })).toBe(0);
  const form = formOf(checked.text, "save_rows");
  form["rows"] = [`${three}; RR000000014CN`];
  const saved = await world.post(link, form);
  // The corrected row and the doubtful one are looked at again; nothing is swallowed.
  expect(saved.text).toContain("1 tracking number saved");
  expect(saved.text).toContain("9400100000000000000000");
  const confirmed = formOf(saved.text, "save_rows");
  confirmed["right"] = confirmed["asked"] ?? [];
  expect((await world.post(link, confirmed)).status).toBe(303);
  const shipped = await world.db.prisma.shipment.findMany({
    where: { supplierId },
    orderBy: { id: "asc" },
  });
  expect(shipped.map(({ trackingNumber }) => trackingNumber)).toContain("RR123456785CN");
  expect(shipped.length).toBe(3);
  expect(await world.find(orders[0]?.id ?? 0n)).toMatchObject({
    state: "accepted",
    lines: [{ acceptedUnits: 2, trackedUnits: 2 }],
  });
});

test("a revoked order says so, takes no answer, and a parcel for it reaches the shop", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId);
  const form = formOf((await world.get(link)).text, "answer");
  await world.run((tx) =>
    revokePurchaseOrder(world.deps, tx, {
      shopId: world.shopId,
      purchaseOrderId: order.id,
      reason: { code: "by_hand", message: "No longer needed." },
      actor: PERSON,
    }),
  );
  const late = await world.post(link, form);
  expect(late.status).toBe(409);
  expect(late.text).toMatch(
    /This order was cancelled at .*Please don&#x27;t ship it\. Already shipped\? Tell us\./,
  );
  expect((await world.find(order.id)).state).toBe("revoked");
  const page = `${link}?order=${order.number}`;
  expect((await world.get(page)).text).toContain("This order was cancelled at");
  const told = await world.post(page, { intent: "tell", tracking: "RR123456808CN" });
  expect(told.location).toContain("said=told");
  const alerts = await world.db.prisma.alert.findMany({
    where: { key: { startsWith: `late-shipment:${order.id}` } },
  });
  expect(alerts).toHaveLength(1);
});

test("links that open nothing all get the same answer", async () => {
  const { link } = await world.supplier();
  const token = world.tokenOf(link);
  const wrong = [`B${token.slice(1)}`, token.slice(0, -2), "x", "..%2f", `${token}A`];
  const answers = await Promise.all(wrong.map((one) => world.get(`/supplier/${one}`)));
  expect(new Set(answers.map(({ status, text }) => `${status}${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test("an expired link mails a new one to the address on file, a few times", async () => {
  const { supplierId, contactId, link } = await world.supplier({
    contacts: [{ email: "orders@agent.cn", language: "zh-Hans" }],
  });
  world.advance(181 * MS_PER_DAY);
  const page = await world.get(link);
  expect([page.status, page.text]).toEqual([410, expect.stringContaining("o•••@agent.cn")]);
  expect(page.text).not.toContain("orders@agent.cn");
  const accepting = await world.post(link, { intent: "answer" });
  expect(accepting.status).toBe(200);
  for (const status of [200, 200, 429]) {
    expect((await world.post(link, { intent: "new_link" })).status).toBe(status);
  }
  const mails = await world.db.prisma.message.findMany({
    where: { shopId: world.shopId, event: "service" },
  });
  expect(mails.length).toBe(3);
  expect(await world.linkOf({ supplierId, contactId })).not.toBe(link);
  expect((await world.get(await world.linkOf({ supplierId, contactId }))).status).toBe(200);
  world.advance(-181 * MS_PER_DAY);
});

test("a closed link says who closed it", async () => {
  const { supplierId, link } = await world.supplier();
  const closed = await world.run((tx) =>
    revokeLinks(tx, {
      shopId: world.shopId,
      supplierId,
      contactId: null,
      reason: "closed_by_shop",
      now: world.clock.now(),
    }),
  );
  expect(closed).toBe(1);
  const page = await world.get(link);
  expect([page.status, page.text]).toEqual([
    410,
    expect.stringContaining("Harbor &amp; Pine closed it"),
  ]);
});

test("the day goes down as a file and comes back filled in", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId, {
    lines: [{ units: 2, title: '=HYPERLINK("http://x")', supplierSku: "+1" }, { units: 1 }],
  });
  const csv = await (await world.file(link, "csv")).text();
  expect(csv).toContain("'=HYPERLINK");
  expect(csv).toContain("'+1");
  expect((await world.file(link, "xlsx")).headers.get("content-type")).toContain("spreadsheetml");
  const [first, second] = order.lines;
  const filled = [
    "Order,Line,Accept,Decline,Reason,Tracking",
    `${order.number},${first?.id},1,1,Out of stock,RR123456811CN`,
    `${order.number},${second?.id},all,,,`,
  ].join("\r\n");
  const form = new FormData();
  form.set("intent", "check_file");
  form.set("file", new File([filled], "day.csv"));
  const review = await world.post(link, form);
  expect(review.status).toBe(200);
  expect(review.text).toContain("accept 1, decline 1");
  expect((await world.find(order.id)).state).toBe("sent");
  const saved = await world.post(link, formOf(review.text, "save_file"));
  expect(saved.location).toContain("said=saved&n=2");
  expect(await world.find(order.id)).toMatchObject({
    state: "accepted",
    lines: [
      { acceptedUnits: 1, declinedUnits: 1, trackedUnits: 1, declineReason: "out_of_stock" },
      { acceptedUnits: 1, declinedUnits: 0 },
    ],
  });
});

test("a row of a file whose order is taken back before it is saved is said to be not saved", async () => {
  const { supplierId, link } = await world.supplier();
  const [kept, taken] = [await world.order(supplierId), await world.order(supplierId)];
  const form = new FormData();
  form.set("intent", "check_file");
  const filled = ["Order,Accept", `${kept.number},all`, `${taken.number},all`].join("\r\n");
  form.set("file", new File([filled], "day.csv"));
  const review = await world.post(link, form);
  await world.db.prisma.purchaseOrder.updateMany({
    where: { id: taken.id },
    data: { state: "revoked", endedAt: world.clock.now() },
  });
  const saved = await world.post(link, formOf(review.text, "save_file"));
  expect(saved.status).toBe(409);
  expect(saved.text).toContain("Row 3");
  expect((await world.find(kept.id)).state).toBe("accepted");
});

test("a question reaches the shop once", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId);
  const page = `${link}?order=${order.number}`;
  for (let count = 0; count < 2; count += 1)
    expect((await world.post(page, { intent: "ask", question: "Gift wrap?" })).location).toContain(
      "said=asked",
    );
  expect(
    await world.db.prisma.supplierQuestion.count({ where: { purchaseOrderId: order.id } }),
  ).toBe(1);
  expect((await world.get(page)).text).toContain("Gift wrap?");
});

test("the API takes the same answers, and the same twice is one", async () => {
  const { supplierId, link } = await world.supplier();
  const order = await world.order(supplierId);
  const token = world.tokenOf(link);
  const body = {
    lines: [{ sku: order.lines[0]?.supplierSku, accepted: 1, declined: 1, reason: "out_of_stock" }],
  };
  expect(await world.api(token, order.number, "answers", body)).toMatchObject({
    status: 200,
    body: { state: "accepted", changed: true },
  });
  expect(await world.api(token, order.number, "answers", body)).toMatchObject({
    status: 200,
    body: { changed: false },
  });
  const parcel = { tracking_number: "RR123456825CN" };
  expect((await world.api(token, order.number, "shipments", parcel)).status).toBe(201);
  expect((await world.api(token, order.number, "shipments", parcel)).status).toBe(200);
  expect((await world.api("x".repeat(44), order.number, "answers", body)).status).toBe(401);
  expect((await world.api(token, "9999-1", "answers", body)).status).toBe(404);
});
