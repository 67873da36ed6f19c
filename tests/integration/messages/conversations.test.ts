/** Conversations over a real SMTP server of ours: what comes in, what is refused or put aside, and the team's answers. */
import { afterAll, expect, test } from "vitest";
import {
  createInboundDeps,
  findSupplierContact,
  listOrderContacts,
} from "#app/inbound-parts.server.ts";
import { conversationsPersonalData } from "#app/messages/conversations/conversations-personal-data.server.ts";
import { findConversation } from "#app/messages/conversations/find-conversation.server.ts";
import { listConversations } from "#app/messages/conversations/list-conversations.server.ts";
import { listenForMail } from "#app/messages/conversations/listen-for-mail.server.ts";
import { openConversationFile } from "#app/messages/conversations/open-file.server.ts";
import { findContact, receiveForm } from "#app/messages/conversations/receive-form.server.ts";
import { receiveMail } from "#app/messages/conversations/receive-mail.server.ts";
import { replyAddress } from "#app/messages/conversations/reply-address.server.ts";
import { createReplyToken, type Party } from "#app/messages/conversations/reply-token.server.ts";
import { sendReply } from "#app/messages/conversations/send-reply.server.ts";
import {
  settleConversation,
  showParked,
} from "#app/messages/conversations/settle-conversation.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { createTroubleSources } from "#app/trouble-sources.server.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addParcel, addScan, MAIL_DOMAIN, openMailWorld } from "./mail-world.ts";
import { sendRaw } from "./send-raw.ts";

const world = await openMailWorld();
const { db, clock, deps } = world;
const env = { ...deps.env, MAIL_DOMAIN, SHOPIFY_APP_URL: "https://aftercare.example" };
const heard: { words: string; supplierId: bigint }[] = [];
const inbound = {
  ...createInboundDeps({ db, clock, env: env as never, logger: createLogger("test", "silent") }),
  onSupplierReply: async (reply: { words: string; supplierId: bigint }) => {
    heard.push(reply);
    // What cannot be proposed from is kept all the same.
    throw new Error("nothing to propose");
  },
};
const listener = await listenForMail(inbound, { host: "127.0.0.1", port: 0, maxBytes: 300_000 });
afterAll(() => listener.stop());

const SHOPPER: Party = { kind: "shopper" };
const addressOf = (shopId: bigint, orderId: bigint, party: Party = SHOPPER) =>
  replyAddress({ env, mailDomain: MAIL_DOMAIN }, { shopId, orderId, party }, clock.now());

type Sent = { id?: string; heads?: string; from?: string; envelope?: string; words?: string };
let count = 0;

const mailOf = ({ id, heads = "", from = "ana1@shopper.example", words = "Where is it?" }: Sent) =>
  `From: Ana <${from}>\r\nSubject: Re: Your order\r\nMessage-ID: <${id ?? `m${(count += 1)}`}@shopper.example>\r\n${heads}Content-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`;

const send = (to: string, mail: Sent = {}) =>
  sendRaw({
    port: listener.port,
    to,
    content: mailOf(mail),
    from: mail.envelope ?? mail.from ?? "ana1@shopper.example",
  });

const view = async (shopId: bigint, orderId: bigint) => {
  const found = await findConversation({ db, listContacts: listOrderContacts }, shopId, orderId);
  if (!found) throw new Error("no conversation");
  return found;
};

const ledgerOf = (shopId: bigint, orderId: bigint) =>
  db.prisma.ledgerEntry.findMany({ where: { shopId, orderId }, orderBy: { seq: "asc" } });

async function addSupplier(shopId: bigint, name: string, language: string) {
  const [row] = await db.prisma.$queryRaw<{ supplierId: bigint; contactId: bigint }[]>`
    with s as (insert into suppliers (shop_id, name, currency, time_zone, created_at, updated_at)
      values (${shopId}, ${name}, 'CNY', 'Asia/Shanghai', now(), now()) returning id)
    insert into supplier_contacts (shop_id, supplier_id, name, email, language)
    select ${shopId}, id, 'Li Wei', ${`li@${name.toLowerCase()}.example`}, ${language} from s
    returning supplier_id as "supplierId", id as "contactId"`;
  if (!row) throw new Error("no supplier");
  return row;
}

test("an answer to a mail is shown in its order's conversation, once, without what it quotes", async () => {
  const shopId = await world.addShop("answers");
  const order = await world.addOrder(shopId, 1);
  await addParcel(world, order, 1);
  await addScan(world, order, 1, "in_transit");
  await world.tell(shopId, order.id);
  await world.carryOutAll();
  const out = world.server.taken.at(-1)?.raw ?? "";
  const replyTo = /^Reply-To: (.*)\r$/m.exec(out)?.[1] ?? "";
  expect(replyTo).toMatch(new RegExp(`^reply\\+[a-z0-9.]+@${MAIL_DOMAIN}$`));
  expect(out.replace(/=\r\n/g, "")).toContain("https://aftercare.example/contact/");

  const words =
    "It has not come.\r\n\r\nOn 1 May 2026, Harbor wrote:\r\n> Your parcel is on its way";
  const said = await send(replyTo, { id: "same", words });
  expect(said).toBe("250 2.0.0 Taken");
  expect(await send(replyTo, { id: "same", words })).toBe("250 2.0.0 Taken");
  const { entries, state, waitsSince } = await view(shopId, order.id);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    words: "It has not come.",
    direction: "in",
    isStranger: false,
  });
  expect(entries[0]?.quoted).toContain("> Your parcel");
  expect(state).toBe("open");
  expect(waitsSince).not.toBeNull();
  const kinds = (await ledgerOf(shopId, order.id)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "conversation.received")).toHaveLength(1);
});

test("forged, expired and foreign addresses are refused before a byte is taken, with a sentence", async () => {
  const shopId = await world.addShop("forged");
  const order = await world.addOrder(shopId, 2);
  const good = addressOf(shopId, order.id);
  const forged = good.replace(/.@/, (last) => (last === "a@" ? "b@" : "a@"));
  expect(await send(forged)).toMatch(/^550 5\.1\.1 This address is not one we gave out/);
  const old = new Date(clock.now().getTime() - 500 * 86_400_000);
  const expired = replyAddress(
    { env, mailDomain: MAIL_DOMAIN },
    { shopId, orderId: order.id, party: SHOPPER },
    old,
  );
  expect(await send(expired)).toMatch(/^550 5\.1\.1 This address has expired/);
  expect(await send(addressOf(shopId, 999_999n))).toMatch(
    /^550 5\.2\.1 This conversation is closed/,
  );
  expect(await send(`orders@${MAIL_DOMAIN}`)).toMatch(/^550 5\.1\.1 There is no such address/);
  expect(await send(`bounce+${shopId}.${"0".repeat(32)}@${MAIL_DOMAIN}`)).toMatch(
    /^550 5\.1\.1 No mail/,
  );
  await db.prisma.order.update({
    where: { shopId_id: { shopId, id: order.id } },
    data: { personalErasedAt: new Date(), email: null },
  });
  expect(await send(good)).toMatch(/^550 5\.2\.1/);
  expect(await db.prisma.conversationEntry.count({ where: { shopId } })).toBe(0);
});

test("a mail that is too big is refused, announced or not, and nothing of it is kept", async () => {
  const shopId = await world.addShop("toobig");
  const order = await world.addOrder(shopId, 3);
  const to = addressOf(shopId, order.id);
  const { port } = listener;
  expect(await sendRaw({ port, to, size: 50_000_000, content: "" })).toMatch(/^552 /);
  function* flood() {
    yield mailOf({});
    for (let at = 0; at < 50; at += 1) yield `${"x".repeat(70)}\r\n`.repeat(14_000);
  }
  expect(await sendRaw({ port, to, content: flood() })).toMatch(
    /^552 5\.3\.4 This mail is too big/,
  );
  expect(await send(to)).toBe("250 2.0.0 Taken");
  expect((await view(shopId, order.id)).entries).toHaveLength(1);
});

test("robots, loops and floods are put aside with a sentence, lost is none, and a person can show them", async () => {
  const shopId = await world.addShop("robots");
  const order = await world.addOrder(shopId, 4, { email: "ana1@shopper.example" });
  const to = addressOf(shopId, order.id);
  await send(to, { heads: "Auto-Submitted: auto-replied\r\n" });
  await send(to, { heads: "Precedence: bulk\r\n" });
  await send(to, { heads: `X-Loop: orders@${MAIL_DOMAIN}\r\n` });
  await send(to, { envelope: "" });
  const before = await view(shopId, order.id);
  expect(before.entries.map(({ parked }) => parked)).toEqual([
    expect.stringContaining("automatic answer"),
    expect.stringContaining("mailing list"),
    expect.stringContaining("circle"),
    expect.stringContaining("automatic answer"),
  ]);
  expect(before.waitsSince).toBeNull();
  await db.prisma.conversationEntry.createMany({
    data: Array.from({ length: 15 }, (_, at) => ({
      shopId,
      orderId: order.id,
      channel: "shopper",
      direction: "in",
      via: "mail",
      address: "ana1@shopper.example",
      words: "again",
      dedupe: Buffer.from(`flood ${at}`),
      saidAt: clock.now(),
    })),
  });
  await send(to);
  await send(to);
  const flooded = await view(shopId, order.id);
  expect(flooded.entries.slice(-2).map(({ parked }) => parked)).toEqual([
    null,
    expect.stringMatching(/^More than 20/),
  ]);
  const [first] = flooded.entries;
  const asked = { shopId, orderId: order.id, staffId: "1" };
  const entryId = BigInt(first?.entryId ?? 0);
  expect(await showParked({ db, clock }, { ...asked, entryId })).toMatchObject({ ok: true });
  expect((await view(shopId, order.id)).entries[0]?.parked).toBeNull();
  expect(await showParked({ db, clock }, { ...asked, entryId })).toMatchObject({
    refusal: { code: "no_such_entry" },
  });
});

test("what was put aside waits from the moment it is shown, also in what was done", async () => {
  const shopId = await world.addShop("shown");
  const order = await world.addOrder(shopId, 20);
  await send(addressOf(shopId, order.id));
  await send(addressOf(shopId, order.id), { heads: "Auto-Submitted: auto-replied\r\n" });
  const asked = { shopId, orderId: order.id, staffId: "1" };
  await settleConversation({ db, clock }, { ...asked, to: "done" });
  const entryId = BigInt((await view(shopId, order.id)).entries.at(-1)?.entryId ?? 0);
  expect(await showParked({ db, clock }, { ...asked, entryId })).toMatchObject({ ok: true });
  const { state, waitsSince } = await view(shopId, order.id);
  expect([state, waitsSince]).toEqual(["open", expect.any(String)]);
});

test("one mail to the addresses of two orders is kept in both", async () => {
  const shopId = await world.addShop("both");
  const orders = [await world.addOrder(shopId, 21), await world.addOrder(shopId, 22)];
  for (const { id } of orders) await send(addressOf(shopId, id), { id: "to-both" });
  for (const { id } of orders) expect((await view(shopId, id)).entries).toHaveLength(1);
});

test("two mails at once leave no conversation with more files than it keeps", async () => {
  const shopId = await world.addShop("many-files");
  const order = await world.addOrder(shopId, 23);
  await send(addressOf(shopId, order.id));
  const entryId = BigInt((await view(shopId, order.id)).entries[0]?.entryId ?? 0);
  await db.prisma.conversationFile.createMany({
    data: Array.from({ length: 49 }, (_one, at) => ({
      ...{ shopId, orderId: order.id, entryId, name: `${at}.jpg`, kind: "jpeg" },
      ...{ byteLength: 1, content: Uint8Array.from([1]) },
    })),
  });
  const photo = Buffer.from("\u00ff\u00d8\u00ff\u00e0photo", "latin1").toString("base64");
  const heads = `MIME-Version: 1.0\r\nContent-Type: image/jpeg; name="a.jpg"\r\nContent-Disposition: attachment; filename="a.jpg"\r\nContent-Transfer-Encoding: base64\r\n`;
  const mail = () =>
    `From: ana@shopper.example\r\nSubject: Photo\r\nMessage-ID: <f${(count += 1)}@x.example>\r\n${heads}\r\n${photo}\r\n`;
  await Promise.all(
    Array.from({ length: 4 }, () =>
      sendRaw({ port: listener.port, to: addressOf(shopId, order.id), content: mail() }),
    ),
  );
  const kept = { shopId, orderId: order.id, content: { not: null } };
  expect(await db.prisma.conversationFile.count({ where: kept })).toBe(50);
});

test("files are kept by what they are; a program in disguise is named and thrown away", async () => {
  const shopId = await world.addShop("files");
  const order = await world.addOrder(shopId, 5);
  const part = (name: string, type: string, bytes: string) =>
    `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes, "latin1").toString("base64")}\r\n`;
  const content = `From: ana5@shopper.example\r\nSubject: Photo\r\nMessage-ID: <f@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee here\r\n${part("damage.jpg", "image/jpeg", "\u00ff\u00d8\u00ff\u00e0photo")}${part("invoice.pdf", "application/pdf", "MZ\u0090program")}--b--\r\n`;
  await sendRaw({ port: listener.port, to: addressOf(shopId, order.id), content });
  const [entry] = (await view(shopId, order.id)).entries;
  expect(entry?.files).toMatchObject([
    { name: "damage.jpg", refusal: null },
    { name: "invoice.pdf", refusal: expect.stringContaining("judged by their content") },
  ]);
  const [kept, refused] = entry?.files ?? [];
  const opened = await openConversationFile({ db }, shopId, BigInt(kept?.fileId ?? 0));
  expect(opened).toMatchObject({ name: "damage.jpg", contentType: "image/jpeg" });
  expect(await openConversationFile({ db }, shopId, BigInt(refused?.fileId ?? 0))).toBeNull();
  const other = await world.addShop("files-other");
  expect(await openConversationFile({ db }, other, BigInt(kept?.fileId ?? 0))).toBeNull();
});

const reply = (shopId: bigint, orderId: bigint, words: string, key: string, to: Party = SHOPPER) =>
  sendReply(
    { ...deps, db, findContact: findSupplierContact },
    {
      shopId,
      orderId,
      staffId: "1",
      to,
      words,
      key,
    },
  );

test("the team answers in one mail however often the form is sent, and the waiting ends", async () => {
  const shopId = await world.addShop("team", "watching");
  const order = await world.addOrder(shopId, 6);
  await send(addressOf(shopId, order.id), { id: "q1" });
  const answers = await Promise.all(
    ["a", "a"].map(() => reply(shopId, order.id, "It comes on Monday.\n- [x](https://y.zz)", "1")),
  );
  expect(answers).toEqual([
    { ok: true, value: null },
    { ok: true, value: null },
  ]);
  await world.carryOutAll();
  const mails = world.server.taken.filter(({ to }) => to.includes("ana6@shopper.example"));
  expect(mails).toHaveLength(1);
  const raw = mails[0]?.raw ?? "";
  expect(raw).toContain("In-Reply-To: <q1@shopper.example>");
  expect(raw).toMatch(/^Reply-To: reply\+/m);
  expect(raw).toContain("Subject: Re: Your order");
  expect(raw).not.toContain("Auto-Submitted");
  const { entries, waitsSince } = await view(shopId, order.id);
  expect(waitsSince).toBeNull();
  expect(entries.at(-1)).toMatchObject({ direction: "out", staffId: "1", mail: { state: "sent" } });
  const intents = await db.prisma.intent.findMany({ where: { shopId } });
  expect(intents).toMatchObject([{ actorKind: "person", actorName: "1" }]);
  expect(
    (await ledgerOf(shopId, order.id)).some(({ kind }) => kind === "conversation.replied"),
  ).toBe(true);
});

test.each([
  ["", "words_empty"],
  ["x".repeat(10_001), "words_too_long"],
])("an answer of %#: refused", async (words, code) => {
  const shopId = await world.addShop(`refused-${code.replaceAll("_", "-")}`);
  const order = await world.addOrder(shopId, 7);
  expect(await reply(shopId, order.id, words, "2")).toEqual({
    ok: false,
    refusal: { code },
  });
});

test("suppliers have channels of their own: in their language, and nobody sees another's words", async () => {
  const shopId = await world.addShop("suppliers");
  const order = await world.addOrder(shopId, 8);
  const { contactId, supplierId } = await addSupplier(shopId, "Lantern", "zh-Hans");
  const contact = { kind: "contact", contactId } as const;
  expect(await reply(shopId, order.id, "When do you ship?", "3", contact)).toMatchObject({
    ok: true,
  });
  await world.carryOutAll();
  const mail = world.server.taken.find(({ to }) => to.includes("li@lantern.example"));
  const text = Buffer.from(mail?.raw ?? "", "latin1").toString("utf8");
  expect(text).toContain('lang=3D"zh-Hans"');
  await send(addressOf(shopId, order.id), { words: "shopper secret" });
  await send(addressOf(shopId, order.id, contact), {
    from: "li@lantern.example",
    words: "Tomorrow",
  });
  expect(heard.at(-1)).toMatchObject({ supplierId, words: "Tomorrow" });
  const { entries } = await view(shopId, order.id);
  expect(entries.map(({ channel, words }) => `${channel}: ${words}`)).toEqual([
    "supplier: When do you ship?",
    "shopper: shopper secret",
    "supplier: Tomorrow",
  ]);
  // Nothing of one channel is in a mail to the other.
  await reply(shopId, order.id, "Thanks", "4", contact);
  await world.carryOutAll();
  const sent = world.server.taken.filter(({ to }) => to.includes("li@lantern.example"));
  expect(sent.some(({ raw }) => raw.includes("shopper secret"))).toBe(false);
});

test("a supplier's answer to a purchase order becomes a proposal for a person, once, and stands in its channel", async () => {
  const shopId = await world.addShop("proposal");
  const order = await world.addOrder(shopId, 14);
  const { contactId, supplierId } = await addSupplier(shopId, "Kiln", "en");
  const { number } = await inShop(db, shopId, (tx) =>
    addPurchaseOrder(tx, shopId, { supplierId, order }),
  );
  const { onSupplierReply } = createInboundDeps({
    db,
    clock,
    env: env as never,
    logger: createLogger("test", "silent"),
  });
  const target = { shopId, orderId: order.id, party: { kind: "contact", contactId } } as const;
  const raw = Buffer.from(
    mailOf({ id: "po1", from: "li@kiln.example", words: "Shipped today, tracking RR123456785CN" }),
  );
  const mail = { raw, envelopeFrom: "li@kiln.example" };
  for (let at = 0; at < 2; at += 1)
    await receiveMail({ ...inbound, onSupplierReply }, { kind: "reply", ...target }, mail);
  const proposals = await db.prisma.supplierProposal.findMany({ where: { shopId } });
  expect(proposals).toMatchObject([{ supplierId, contactId }]);
  expect(JSON.stringify(proposals[0]?.rows)).toContain(number);
  expect((await view(shopId, order.id)).entries).toMatchObject([{ channel: "supplier" }]);
  const { recipients } = await view(shopId, order.id);
  expect(recipients.map(({ label }) => label)).toEqual(["Ana Costa (shopper)", "Kiln: Li Wei"]);
});

test("the page of a signed link shows the order's name and takes words; a forged link shows nothing", async () => {
  const shopId = await world.addShop("form");
  const order = await world.addOrder(shopId, 9);
  const formDeps = { db, clock, env };
  const target = { shopId, orderId: order.id, party: SHOPPER };
  const token = createReplyToken(formDeps, target, { use: "form", now: clock.now() });
  expect(await findContact(formDeps, token)).toEqual({
    shopName: "Harbor & Pine",
    orderName: "#9",
    language: "en",
  });
  expect(await db.prisma.conversationEntry.count({ where: { shopId } })).toBe(0);
  expect(await receiveForm(formDeps, token, "  ")).toMatchObject({
    refusal: { code: "words_empty" },
  });
  expect(await receiveForm(formDeps, token, "Hello\u0000 there")).toEqual({
    ok: true,
    value: null,
  });
  expect(await receiveForm(formDeps, token, "Hello there")).toEqual({ ok: true, value: null });
  expect((await view(shopId, order.id)).entries).toMatchObject([
    { via: "form", words: "Hello there" },
  ]);
  for (let at = 0; at < 9; at += 1) await receiveForm(formDeps, token, `again ${at}`);
  expect(await receiveForm(formDeps, token, "one more")).toMatchObject({
    refusal: { code: "too_many_words" },
  });
  const forged = token.replace(/.$/, (last) => (last === "a" ? "b" : "a"));
  expect(await findContact(formDeps, forged)).toBeNull();
  expect(await receiveForm(formDeps, forged, "x")).toBeNull();
  const mailToken = createReplyToken(formDeps, target, { use: "mail", now: clock.now() });
  expect(await receiveForm(formDeps, mailToken, "x")).toBeNull();
});

test("the same form sent twice is kept once, also over the end of an hour, and again when it is said later", async () => {
  const shopId = await world.addShop("form-twice");
  const order = await world.addOrder(shopId, 12);
  const target = { shopId, orderId: order.id, party: SHOPPER };
  const token = createReplyToken({ env }, target, { use: "form", now: clock.now() });
  const hour = 3_600_000;
  const end = Math.ceil(clock.now().getTime() / hour) * hour;
  const send = (at: number) =>
    receiveForm({ db, env, clock: { now: () => new Date(at) } }, token, "Where is it?");
  const count = () => db.prisma.conversationEntry.count({ where: { shopId } });
  await Promise.all([send(end - 1), send(end + 1)]);
  await send(end + hour - 2);
  expect(await count()).toBe(1);
  await send(end + 2 * hour);
  expect(await count()).toBe(2);
});

test("the inbox lists by what is needed, and done is opened again by new words", async () => {
  const shopId = await world.addShop("inbox");
  const [one, two] = [await world.addOrder(shopId, 10), await world.addOrder(shopId, 11)];
  await send(addressOf(shopId, one.id), { words: "purple 100% sofa" });
  await send(addressOf(shopId, two.id));
  await db.prisma.conversation.update({
    where: { shopId_orderId: { shopId, orderId: one.id } },
    data: { waitsSince: new Date(clock.now().getTime() - 25 * 3_600_000) },
  });
  const list = async (filter: "open" | "mine" | "unanswered" | "done", search = "") => {
    const query = { filter, search, cursor: null, staffId: "1" };
    const found = await listConversations({ db, clock }, shopId, query);
    return found.rows.map(({ orderName }) => orderName);
  };
  expect(await list("open")).toEqual(["#11", "#10"]);
  expect(await list("unanswered")).toEqual(["#10"]);
  const looks = createTroubleSources({ db }).map((find) => find(shopId, clock.now()));
  expect((await Promise.all(looks)).flat()).toMatchObject([
    { event: "conversation_waiting", path: `/app/inbox/${one.id}` },
  ]);
  expect(await list("open", "100%")).toEqual(["#10"]);
  expect(await list("open", "_")).toEqual([]);
  expect(await list("mine")).toEqual([]);
  await db.prisma.caseAssignment.create({
    data: { shopId, orderId: two.id, staffId: "1", assignedBy: "1", assignedAt: new Date() },
  });
  expect(await list("mine")).toEqual(["#11"]);
  const asked = { shopId, orderId: one.id, staffId: "1" };
  await settleConversation({ db, clock }, { ...asked, to: "done" });
  expect(await list("done")).toEqual(["#10"]);
  expect(await list("unanswered")).toEqual([]);
  await send(addressOf(shopId, one.id));
  expect(await list("done")).toEqual([]);
  expect((await view(shopId, one.id)).waitsSince).not.toBeNull();
});

test("a report that a mail came back ends that mail, and its return address takes holiday notices", async () => {
  const shopId = await world.addShop("bounces");
  const order = await world.addOrder(shopId, 12);
  await reply(shopId, order.id, "Hello", "5");
  await world.carryOutAll();
  const [mail] = await world.messages(shopId);
  const to = mail?.envelopeFrom ?? "";
  await send(to, { envelope: "", heads: "Auto-Submitted: auto-replied\r\n", words: "Away" });
  expect((await view(shopId, order.id)).entries.at(-1)).toMatchObject({
    parked: expect.stringContaining("automatic"),
  });
  const report = `From: MAILER-DAEMON@mx.example\r\nTo: ${to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n`;
  expect(await sendRaw({ port: listener.port, from: "", to, content: report })).toMatch(/^250/);
  expect((await world.messages(shopId))[0]).toMatchObject({ state: "bounced" });
  expect(await reply(shopId, order.id, "Hello again", "6")).toEqual({
    ok: false,
    refusal: { code: "address_bounced" },
  });
});

test("what was said is handed out and forgotten with its person, and after its time", async () => {
  const shopId = await world.addShop("person");
  const order = await world.addOrder(shopId, 13);
  await send(addressOf(shopId, order.id), { words: "my words", heads: "Precedence: bulk\r\n" });
  await send(addressOf(shopId, order.id), { words: "my words" });
  const target = {
    shopId,
    person: { customerGid: null, email: "ana13@shopper.example", phone: null, orderGids: [] },
    orderGids: [order.gid],
    words: ["ana13@shopper.example"],
    now: clock.now(),
  };
  const exported = await inShop(db, shopId, (tx) =>
    conversationsPersonalData.exportCustomer(tx, target),
  );
  expect(JSON.stringify(exported)).toContain("my words");
  const stale = new Date(Date.now() - 40 * 86_400_000);
  await db.prisma.conversationEntry.updateMany({ where: { shopId }, data: { saidAt: stale } });
  await db.prisma.$queryRaw`select app.clean_up_conversations(29, 730, 100)`;
  const kept = await db.prisma.conversationEntry.findMany({
    where: { shopId },
    orderBy: { id: "asc" },
  });
  expect(kept.map(({ words }) => words)).toEqual([null, "my words"]);
  await inShop(db, shopId, (tx) => conversationsPersonalData.eraseCustomer(tx, target));
  const left = await db.prisma.conversationEntry.findMany({ where: { shopId } });
  expect(
    JSON.stringify(left, (_key, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    ),
  ).not.toContain("my words");
});
