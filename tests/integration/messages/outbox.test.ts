/** A mail on its way: the same bytes at every try, none lost, none twice; and what happens when it comes back. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { cleanUpMessages } from "#app/messages/clean-up-messages.server.ts";
import { readBounce } from "#app/messages/read-bounce.ts";
import { recordBounce } from "#app/messages/record-bounce.server.ts";
import { recordMessage } from "#app/messages/record-message.server.ts";
import { recordSenderTest } from "#app/messages/record-sender-test.server.ts";
import { recordServiceMail } from "#app/messages/record-service-mail.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { addParcel, addScan, MAIL_DOMAIN, openMailWorld } from "./mail-world.ts";

const world = await openMailWorld();
const { db, server, deps, clock } = world;

/** An order whose parcel was scanned, told and in the outbox. */
async function tellScanned(shopName: string, number: number, mode: "acting" | "asking" = "acting") {
  const shopId = await world.addShop(shopName, mode);
  const order = await world.addOrder(shopId, number);
  await addParcel(world, order, number);
  await addScan(world, order, number, "in_transit");
  await world.tell(shopId, order.id);
  const [mail] = await world.messages(shopId);
  if (!mail) throw new Error("the shopper was told");
  return { shopId, order, mail };
}

const copiesOf = (messageId: string) =>
  server.taken.filter((taken) => taken.messageId === messageId);

const attemptsOf = (shopId: bigint) =>
  db.prisma.messageAttempt.findMany({ where: { shopId }, orderBy: { attempt: "asc" } });

test("a mail has its number, Message-ID and bytes before it goes, and goes as it is", async () => {
  const { shopId, mail } = await tellScanned("plain", 1);
  expect(mail).toMatchObject({ number: 1n, state: "waiting", language: "en", templateVersion: 0 });
  expect(mail.messageId).toMatch(new RegExp(`^<${shopId}\\.[0-9a-f]{32}@${MAIL_DOMAIN}>$`));
  await world.carryOutAll();
  const [copy, ...more] = copiesOf(mail.messageId);
  expect(more).toEqual([]);
  expect(copy?.raw).toBe(Buffer.from(mail.mime ?? []).toString("latin1"));
  expect(copy?.to).toEqual(["ana1@shopper.example"]);
  expect(copy?.from).toBe(`bounce+${mail.messageId.slice(1, -1)}`);
  const [sent] = await world.messages(shopId);
  expect(sent).toMatchObject({ state: "sent", failure: null });
  expect((await attemptsOf(shopId)).map(({ outcome }) => outcome)).toEqual(["accepted"]);
});

test("a line cut before or after the mail was taken: the same bytes go again", async () => {
  const { shopId, mail } = await tellScanned("cut", 2);
  server.spoil("data", "drop_before");
  server.spoil("data", "drop_after");
  await world.carryOutAll();
  const copies = copiesOf(mail.messageId);
  expect(copies).toHaveLength(2);
  expect(new Set(copies.map(({ raw }) => raw)).size).toBe(1);
  expect((await attemptsOf(shopId)).map(({ outcome }) => outcome)).toEqual([
    "lost",
    "lost",
    "accepted",
  ]);
  const hash = createHash("sha256")
    .update(copies[0]?.raw ?? "", "latin1")
    .digest();
  expect(Buffer.from(mail.mimeHash).equals(hash)).toBe(true);
});

test("a server that asks to come later is asked later", async () => {
  const { shopId, mail } = await tellScanned("later", 3);
  server.spoil("rcpt", { code: 451, text: "4.7.1 Greylisted" });
  server.spoil("data", { code: 452, text: "4.3.1 Full" });
  await world.carryOutAll();
  expect(copiesOf(mail.messageId)).toHaveLength(1);
  expect((await attemptsOf(shopId)).map(({ outcome }) => outcome)).toEqual([
    "not_sent",
    "not_sent",
    "accepted",
  ]);
});

test("a mail that was sent, and whose worker died before it could say so, is not sent again", async () => {
  const { shopId, mail } = await tellScanned("told-late", 4);
  await world.carryOutAll();
  const [intent] = await db.prisma.intent.findMany({ where: { shopId } });
  // As the row stands when the process died between the mail's state and the intent's.
  await db.pool.query(
    `update intents set state = 'calling', settled_at = null, outcome = null, call_began_at = now() - interval '2 minutes'
     where shop_id = $1 and id = $2`,
    [shopId.toString(), String(intent?.id)],
  );
  await inShop(db, shopId, (tx) =>
    world.rails.enqueueCarryOut(tx, {
      shopId,
      intentId: intent?.id ?? 0n,
      orderGid: null,
      runAt: clock.now(),
    }),
  );
  await world.carryOutAll();
  expect(copiesOf(mail.messageId)).toHaveLength(1);
  expect((await db.prisma.intent.findMany({ where: { shopId } }))[0]?.state).toBe("done");
});

test("a mail that comes back is marked, its address is left alone, and a legal notice has failed", async () => {
  const shopId = await world.addShop("bounced");
  const order = await world.addOrder(shopId, 5);
  await inShop(db, shopId, (tx) =>
    recordMessage(
      deps,
      tx,
      shopId,
      {
        event: "delay_notice",
        workflow: "shopper_mail",
        rule: "test",
        order: { id: order.id, gid: order.gid },
        subject: order.gid,
        language: "en",
        templateVersion: 0,
        isLegal: true,
        legalDeadlineAt: null,
        recipient: "ana5@shopper.example",
        fromName: "Harbor & Pine",
        replyTo: "",
      },
      () => ({ subject: "Late", html: "<p>Late</p>", text: "Late" }),
    ),
  );
  await world.carryOutAll();
  const [mail] = await world.messages(shopId);
  const read = await readBounce(Buffer.from(bounceOf(mail?.messageId ?? "")));
  if (!read.ok) throw new Error(`the bounce could not be read: ${read.refusal.code}`);
  expect(await recordBounce({ db, clock }, read.value)).toBe(true);
  expect(await recordBounce({ db, clock }, read.value)).toBe(false);
  const [after] = await world.messages(shopId);
  expect(after).toMatchObject({ state: "bounced", failure: { code: "address_gone" } });
  const entries = await db.prisma.ledgerEntry.findMany({
    where: { shopId, kind: "notice.failed" },
  });
  expect(entries.map(({ facts }) => facts)).toMatchObject([
    { event: "delay_notice", messageId: mail?.messageId, reason: "address_gone" },
  ]);
  expect(await db.prisma.mailSuppression.count({ where: { shopId } })).toBe(1);
  // A stranger who makes up a word names no mail of ours.
  const forged = { ...read.value, messageId: `<${shopId}.${"0".repeat(32)}@${MAIL_DOMAIN}>` };
  expect(await recordBounce({ db, clock }, forged)).toBe(false);
});

const bounceOf = (messageId: string) =>
  [
    "From: MAILER-DAEMON@mx.example",
    "To: bounce@mail.aftercare.example",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    "Action: failed",
    "Status: 5.1.1",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${messageId}`,
    "--b--",
    "",
  ].join("\r\n");

test("mail to the team goes once per key, whatever shopper mail's mode", async () => {
  const shopId = await world.addShop("service", "watching");
  const mail = {
    to: "owner@shop.example",
    subject: "A\r\nBcc: x@y.zz",
    text: "t",
    html: "<p>t</p>",
  };
  for (const dedupeKey of ["alert:1:2", "alert:1:2", "alert:2:2"])
    await inShop(db, shopId, (tx) => recordServiceMail(deps, tx, shopId, { ...mail, dedupeKey }));
  await inShop(db, shopId, (tx) =>
    recordSenderTest(deps, tx, shopId, { to: "owner@shop.example", key: "1" }),
  );
  await world.carryOutAll();
  const taken = server.taken.filter(({ to }) => to.includes("owner@shop.example"));
  expect(taken).toHaveLength(3);
  expect(taken.map(({ raw }) => /^Bcc:/im.test(raw))).toEqual([false, false, false]);
  expect(taken[2]?.raw).toContain("Harbor & Pine");
});

test("what a mail says cannot be changed, and is forgotten within 30 days", async () => {
  const { shopId, mail } = await tellScanned("kept", 6);
  await world.carryOutAll();
  const change = (set: string) =>
    db.pool.query(`update messages set ${set} where shop_id = $1`, [shopId.toString()]);
  await expect(change("mime = 'other'")).rejects.toThrow(/does not change/);
  await expect(change("recipient = 'eve@evil.example'")).rejects.toThrow(/does not change/);
  await expect(change("message_id = '<1.2@3.4>'")).rejects.toThrow(/does not change/);
  await cleanUpMessages({ db });
  expect((await world.messages(shopId))[0]?.mime).not.toBeNull();
  await change("created_at = now() - interval '30 days'");
  await cleanUpMessages({ db });
  const [gone] = await world.messages(shopId);
  expect(gone).toMatchObject({
    mime: null,
    recipient: null,
    subjectLine: null,
    state: "sent",
    messageId: mail.messageId,
  });
});

test("the news of an order starts with the mirror's history, once for a burst, and not with an import", async () => {
  const { shopId, order } = await tellScanned("news", 7);
  const jobs = async () => {
    const { rows } = await db.pool.query<{ key: string }>(
      "select key from graphile_worker._private_jobs where key = $1",
      [`changed:${shopId}:${order.id}`],
    );
    return rows.length;
  };
  const insert = (seq: number, kind: string, actor: string) =>
    db.pool.query(
      `insert into ledger_entries (shop_id, order_id, seq, kind, actor, facts, occurred_at, recorded_at, prev_hash, hash)
       values ($1, $2, $3, $4, $5, '{}', now(), now(), '\\x00', '\\x00')`,
      [shopId.toString(), order.id.toString(), seq, kind, actor],
    );
  await insert(101, "order.imported", "import");
  await insert(102, "intent.done", "system");
  await insert(103, "transaction.added", "shopify");
  expect(await jobs()).toBe(0);
  await insert(104, "shipment_event.added", "shopify");
  await insert(105, "order.changed", "reconcile");
  expect(await jobs()).toBe(1);
});

test("a mail that was refused, and whose worker died before it could settle, fails once and is not tried again", async () => {
  await world.carryOutAll();
  const { shopId, mail } = await tellScanned("refused-late", 71);
  server.spoil("rcpt", { code: 550, text: "5.7.1 Not wanted" });
  await world.carryOutAll();
  const [intent] = await db.prisma.intent.findMany({ where: { shopId } });
  expect(intent?.state).toBe("failed");
  await db.pool.query(
    `update intents set state = 'calling', settled_at = null, refusal = null, call_began_at = now() - interval '2 minutes'
     where shop_id = $1 and id = $2`,
    [shopId.toString(), String(intent?.id)],
  );
  await inShop(db, shopId, (tx) =>
    world.rails.enqueueCarryOut(tx, {
      shopId,
      intentId: intent?.id ?? 0n,
      orderGid: null,
      runAt: clock.now(),
    }),
  );
  await world.carryOutAll();
  expect((await db.prisma.intent.findMany({ where: { shopId } }))[0]?.state).toBe("failed");
  expect(await attemptsOf(shopId)).toHaveLength(1);
  expect(copiesOf(mail.messageId)).toHaveLength(0);
  const entries = await db.prisma.ledgerEntry.count({ where: { shopId, kind: "message.failed" } });
  expect(entries).toBe(1);
});

test("a mail that a person decided against waits no longer", async () => {
  const { shopId } = await tellScanned("said-no", 72, "asking");
  const [intent] = await db.prisma.intent.findMany({ where: { shopId } });
  expect(intent?.state).toBe("asked");
  await db.prisma.intent.update({
    where: { shopId_id: { shopId, id: intent?.id ?? 0n } },
    data: {
      state: "dropped",
      settledAt: clock.now(),
      refusal: { code: "said_no", message: "Ana said no.", isProof: false },
    },
  });
  expect((await world.messages(shopId))[0]).toMatchObject({
    state: "failed",
    failure: { code: "said_no", message: "Ana said no." },
  });
});
