import { createHmac } from "node:crypto";
import { parse } from "csv-parse/sync";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { tryPurchaseOrderAgain } from "#app/dropship/purchase-orders/act-on-purchase-order.server.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import { createInboundDeps } from "#app/inbound-parts.server.ts";
import { findAddressee } from "#app/messages/conversations/find-addressee.server.ts";
import { receiveMail } from "#app/messages/conversations/receive-mail.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { HTTPS_SECRET, openPurchaseWorld, PERSON } from "./purchase-world.ts";

const world = await openPurchaseWorld();
const { peers } = world;

async function issueOne(
  channel: "email" | "sftp" | "https" | "link",
  fields: Parameters<typeof world.supplier>[1] = {},
) {
  const { supplierId } = await world.supplier(channel, fields);
  const { issued } = await world.issue([supplierId]);
  const [order] = issued.ok ? issued.value : [];
  if (!order) throw new Error("Nothing was issued.");
  return order;
}

const triesOf = (purchaseOrderId: bigint) =>
  world.db.prisma.$queryRaw<{ outcome: string | null }[]>`
    select try.outcome from purchase_order_tries try
    join purchase_order_transmissions sent on sent.shop_id = try.shop_id and sent.id = try.transmission_id
    where sent.purchase_order_id = ${purchaseOrderId} order by sent.id, try.attempt`;

const mailsOf = (number: string) =>
  peers.mail.taken.filter(({ raw }) => raw.includes(`X-Purchase-Order: ${number}\r\n`));

test("mails paper, table and link to the contact, in the contact's language", async () => {
  const order = await issueOne("email", { contacts: [{ name: "李伟", language: "zh-Hans" }] });
  await world.carryOutAll();
  const [mail, ...more] = mailsOf(order.number);
  expect(more).toEqual([]);
  const read = await PostalMime.parse(Buffer.from(mail?.raw ?? "", "latin1"));
  expect(read.subject).toBe(`采购订单 ${order.number} · Harbor & Pine`);
  expect(read.text).toContain("https://aftercare.example/supplier/");
  expect(read.replyTo?.[0]?.address).toMatch(/^reply\+\d+@mail\.aftercare\.example$/);
  const stem = `harbor-and-pine-PO-${order.number}-R1`;
  expect(read.attachments.map(({ filename }) => filename)).toEqual([`${stem}.pdf`, `${stem}.csv`]);
  const sent = await world.find(order.id);
  expect(sent.state).toBe("sent");
  expect(sent.acknowledgeBy).not.toBeNull();
});

test("mails the link alone where that is the channel", async () => {
  const order = await issueOne("link");
  await world.carryOutAll();
  const [mail] = mailsOf(order.number);
  const read = await PostalMime.parse(Buffer.from(mail?.raw ?? "", "latin1"));
  expect(read.attachments).toEqual([]);
  expect((await world.find(order.id)).state).toBe("sent");
});

test("uploads a table under its final name and keeps the server's key", async () => {
  const order = await issueOne("sftp");
  await world.carryOutAll();
  const file = peers.sftp.files.get(`/in/harbor-and-pine-PO-${order.number}-R1.csv`);
  const rows = parse(file ?? "", { columns: true }) as Record<string, string>[];
  expect(rows).toMatchObject([{ po_number: order.number, units: "1", ship_name: "Ana Lima" }]);
  expect([...peers.sftp.files.keys()].filter((path) => path.endsWith(".part"))).toEqual([]);
  const kept = await world.inShop((tx) => tx.supplierHostKey.findMany());
  expect(kept.map(({ keyHash }) => keyHash)).toEqual([
    expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
  ]);
});

test("refuses a server that shows another key than before", async () => {
  const { supplierId } = await world.supplier("sftp");
  const host = `127.0.0.1:${peers.sftp.port}`;
  await world.inShop((tx) =>
    tx.supplierHostKey.create({
      data: {
        shopId: world.shopId,
        supplierId,
        host,
        keyHash: `SHA256:${"A".repeat(43)}`,
        pinnedAt: new Date(),
      },
    }),
  );
  const { issued } = await world.issue([supplierId]);
  const [order] = issued.ok ? issued.value : [];
  await world.carryOutAll();
  const failed = await world.find(order?.id ?? 0n);
  expect(failed.state).toBe("failed");
  expect(failed.waitReason?.code).toBe("host_key_changed");
});

test("posts JSON that the receiver can verify", async () => {
  const order = await issueOne("https");
  await world.carryOutAll();
  const [arrival] = peers.https.arrivals.filter(({ number }) => number === order.number);
  const mac = createHmac("sha256", HTTPS_SECRET)
    .update(`${arrival?.timestamp}.${arrival?.body}`)
    .digest("hex");
  expect(arrival?.signature).toBe(`v1=${mac}`);
  expect(arrival?.key).toBe(`harbor-and-pine-${order.number}-R1`);
  expect(JSON.parse(arrival?.body ?? "{}")).toMatchObject({ number: order.number, copy: 0 });
});

test.each([
  ["sftp", "cut_before", ["lost", "accepted"]],
  ["sftp", "cut_after", ["accepted"]],
  ["sftp", "fail_before", ["lost", "accepted"]],
  ["sftp", "fail_after", ["accepted"]],
] as const)("by %s, %s: one file, and it is known to be there", async (_by, mishap, outcomes) => {
  const order = await issueOne("sftp");
  peers.sftp.spoil(mishap);
  await world.carryOutAll();
  const path = `/in/harbor-and-pine-PO-${order.number}-R1.csv`;
  expect(peers.sftp.arrivals.filter((arrival) => arrival === path)).toHaveLength(1);
  expect((await triesOf(order.id)).map(({ outcome }) => outcome)).toEqual(outcomes);
  expect((await world.find(order.id)).state).toBe("sent");
});

test.each([
  ["cut_before", 1],
  ["cut_after", 2],
  ["500_before", 1],
  ["500_after", 2],
  ["slow", 1],
] as const)("by HTTPS, %s: one key, however often it came", async (mishap, arrivals) => {
  const order = await issueOne("https");
  peers.https.spoil(mishap);
  await world.carryOutAll();
  const mine = peers.https.arrivals.filter(({ number }) => number === order.number);
  expect(mine).toHaveLength(arrivals);
  expect(new Set(mine.map(({ key, body }) => key + body)).size).toBe(1);
  expect((await world.find(order.id)).state).toBe("sent");
});

test.each(["drop_before", "drop_after"] as const)("by mail, %s: one Message-ID", async (mishap) => {
  const order = await issueOne("email");
  peers.mail.spoil("data", mishap);
  await world.carryOutAll();
  const mine = mailsOf(order.number);
  expect(mine.length).toBe(mishap === "drop_after" ? 2 : 1);
  expect(new Set(mine.map(({ raw }) => raw)).size).toBe(1);
  expect((await world.find(order.id)).state).toBe("sent");
});

test("a refusal ends in a state and an alert that a person understands, and units stay taken", async () => {
  const order = await issueOne("https");
  peers.https.spoil("refuse");
  await world.carryOutAll();
  const failed = await world.find(order.id);
  expect(failed.state).toBe("failed");
  expect(failed.waitReason?.message).toContain("(422). It has not arrived.");
  const alerts = await world.inShop((tx) =>
    tx.alert.findMany({
      where: { shopId: world.shopId, path: `/app/purchase-orders/${order.id}` },
    }),
  );
  expect(alerts.map(({ title }) => title)).toEqual([
    `Purchase order ${order.number} could not be sent`,
  ]);
  const live = await world.inShop((tx) =>
    tx.purchaseOrderUnit.count({ where: { purchaseOrderId: order.id, isLive: true } }),
  );
  expect(live).toBe(1);
});

test("a server that stays down ends in failed, after retries with growing waits", async () => {
  const order = await issueOne("https");
  for (let tries = 0; tries < 30; tries += 1) peers.https.spoil("500_before");
  await world.carryOutAll();
  const failed = await world.find(order.id);
  expect(failed.state).toBe("failed");
  expect(failed.waitReason?.message).toContain("It may have arrived all the same");
  const tries = await triesOf(order.id);
  expect(tries.length).toBeGreaterThan(5);
  const [intent] = await world.db.prisma.$queryRaw<{ state: string }[]>`
    select state from intents where id = ${failed.intentId}`;
  expect(intent?.state).toBe("failed");
});

test("says what is missing when nobody at the supplier gets orders", async () => {
  const order = await issueOne("email", { contacts: [] });
  await world.carryOutAll();
  const failed = await world.find(order.id);
  expect([failed.state, failed.waitReason?.code]).toEqual(["failed", "no_contact"]);
});

test("what is taken back before it left is never sent, and nobody is told", async () => {
  const order = await issueOne("https");
  const wish = { shopId: world.shopId, purchaseOrderId: order.id, actor: PERSON };
  const reason = { code: "changed_mind", message: "Not needed." };
  const revoked = await world.inShop((tx) =>
    revokePurchaseOrder(world.deps, tx, { ...wish, reason }),
  );
  expect(revoked.ok).toBe(true);
  await world.carryOutAll();
  expect(peers.https.arrivals.filter(({ number }) => number === order.number)).toEqual([]);
  expect((await world.find(order.id)).state).toBe("revoked");
});

test("what may have arrived is taken back in words, and its units are free at once", async () => {
  const { supplierId } = await world.supplier("https");
  const first = await world.issue([supplierId], { units: 2 });
  const [order] = first.issued.ok ? first.issued.value : [];
  if (!order) throw new Error("Nothing was issued.");
  await world.carryOutAll();
  const again = await world.issue([supplierId], { units: 1, orderedUnits: 2, order: first.order });
  expect(again.issued).toMatchObject({ ok: false, refusal: { code: "units_taken" } });
  const wish = { shopId: world.shopId, purchaseOrderId: order.id, actor: PERSON };
  const reason = { code: "late", message: "It took too long." };
  const revoked = await world.inShop((tx) =>
    revokePurchaseOrder(world.deps, tx, { ...wish, reason }),
  );
  expect(revoked).toMatchObject({ ok: true, value: { state: "revoked" } });
  await world.carryOutAll();
  const told = peers.https.arrivals.filter(({ number }) => number === order.number).at(-1);
  expect(JSON.parse(told?.body ?? "{}")).toMatchObject({
    purpose: "revoked",
    lines: [{ units: 0 }],
  });
  const once = await world.issue([supplierId], { units: 2, orderedUnits: 2, order: first.order });
  expect(once.issued).toMatchObject({
    ok: true,
    value: [{ number: order.number.replace(/1$/, "2") }],
  });
  const twice = await world.inShop((tx) =>
    revokePurchaseOrder(world.deps, tx, { ...wish, reason }),
  );
  expect(twice).toMatchObject({ ok: false, refusal: { code: "already_ended" } });
});

test("a mail that came back is told on its purchase order, and tried again it goes to the corrected address", async () => {
  const order = await issueOne("email");
  await world.carryOutAll();
  const { shopId } = world;
  const where = { shopId, purchaseOrderId: order.id };
  const sent = await world.inShop((tx) => tx.purchaseOrderTransmission.findFirstOrThrow({ where }));
  const inbound = createInboundDeps({
    ...world.deps,
    env: { ...world.env, MAIL_DOMAIN: "mail.aftercare.example" } as never,
    logger: createLogger("test", "silent"),
  });
  const addressee = await findAddressee(inbound, sent.envelopeFrom ?? "");
  if (!addressee.ok) throw new Error(addressee.refusal.code);
  const report = { raw: Buffer.from(bounceOf(sent.messageId ?? "")), envelopeFrom: "" };
  for (let time = 0; time < 2; time += 1)
    expect(await receiveMail(inbound, addressee.value, report)).toMatchObject({ kind: "bounce" });
  const back = await world.find(order.id);
  expect([back.state, back.waitReason?.code]).toEqual(["failed", "bounced"]);
  expect(back.waitReason?.message).toContain("550 5.1.1 no such user");
  const path = `/app/purchase-orders/${order.id}`;
  expect(await world.inShop((tx) => tx.alert.count({ where: { shopId, path } }))).toBe(1);
  await world.inShop((tx) =>
    tx.supplierContact.updateMany({
      where: { shopId, supplierId: order.supplierId },
      data: { email: "corrected@supplier.example" },
    }),
  );
  const act = { ...where, staffId: "7" };
  await world.inShop((tx) => tryPurchaseOrderAgain(world.deps, tx, act));
  await world.carryOutAll();
  expect(mailsOf(order.number).map(({ to }) => to)).toMatchObject([
    [sent.target],
    ["corrected@supplier.example"],
  ]);
  expect((await world.find(order.id)).state).toBe("sent");
});

const bounceOf = (messageId: string) =>
  [
    "From: MAILER-DAEMON@mx.example",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${messageId}`,
    "--b--",
    "",
  ].join("\r\n");
