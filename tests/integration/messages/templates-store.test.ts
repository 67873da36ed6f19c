/** Drafts, versions and the pages that change them. */
import { expect, test } from "vitest";
import { defaultTemplate } from "#app/messages/default-template.ts";
import { previewTemplate } from "#app/messages/preview-template.server.ts";
import { publishTemplate } from "#app/messages/templates-store.server.ts";
import {
  action as editTemplate,
  loader as loadTemplate,
} from "#app/routes/app.settings_.templates_.$event/route.tsx";
import {
  action as saveVoice,
  loader as loadTemplates,
} from "#app/routes/app.settings_.templates/route.tsx";
import {
  action as saveSender,
  loader as loadSender,
} from "#app/routes/app.settings_.sender/route.tsx";
import {
  action as saveOwners,
  loader as loadOwners,
} from "#app/routes/app.settings_.who-tells/route.tsx";
import { DEFAULT_BRAND } from "#app/messages/brand.ts";
import { callRoute, createShop, createStaff } from "#tests/integration/routes/route-context.ts";
import { addParcel, addScan, openMailWorld } from "./mail-world.ts";

const record = async () => undefined;
const world = await openMailWorld();
const { db, clock } = world;
const NAME = { event: "shipped", language: "en" } as const;
const WORDS = { subject: "Parcel {{ order.name }}", body: "It moves, {{ customer.first_name }}." };

test("a mail keeps the version it was written with, and a version never changes", async () => {
  const shopId = await world.addShop("versions");
  const tell = async (number: number) => {
    const order = await world.addOrder(shopId, number);
    await addParcel(world, order, number);
    await addScan(world, order, number, "in_transit");
    await world.tell(shopId, order.id);
  };
  await tell(1);
  expect(await publishTemplate({ db, clock, record }, shopId, NAME, WORDS, "Ana")).toEqual({
    ok: true,
    value: 1,
  });
  await tell(2);
  const second = { ...WORDS, subject: "Again {{ order.name }}" };
  await Promise.all([
    publishTemplate({ db, clock, record }, shopId, NAME, second, "Ana"),
    publishTemplate({ db, clock, record }, shopId, NAME, second, "Ben"),
  ]);
  await tell(3);
  const mails = await world.messages(shopId);
  expect(mails.map(({ templateVersion, subjectLine }) => [templateVersion, subjectLine])).toEqual([
    [0, "The carrier has your parcel (#1)"],
    [1, "Parcel #2"],
    [3, "Again #3"],
  ]);
  await expect(
    db.pool.query("update message_templates set body = 'x' where shop_id = $1", [String(shopId)]),
  ).rejects.toThrow(/does not change/);
});

test("a preview shows a real order, and says what of it is invented", async () => {
  const shopId = await world.addShop("preview");
  const ask = { name: NAME, text: defaultTemplate("shipped", "en"), orderId: null, brand: null };
  const empty = await previewTemplate({ db }, shopId, ask);
  expect(empty.ok && empty.value).toMatchObject({ orderName: null });
  const order = await world.addOrder(shopId, 11);
  const bare = await previewTemplate({ db }, shopId, ask);
  expect(bare.ok && bare.value).toMatchObject({ orderName: "#11", isPartInvented: true });
  await addParcel(world, order, 11);
  const full = await previewTemplate({ db }, shopId, ask);
  expect(full.ok && full.value).toMatchObject({ orderName: "#11", isPartInvented: false });
  expect(full.ok && full.value.text).toContain("JD11");
  expect(
    await previewTemplate({ db }, shopId, { ...ask, text: { subject: "a", body: "{% if %}" } }),
  ).toMatchObject({
    ok: false,
    refusal: { body: expect.stringContaining("Line 1") },
  });
});

const form = (body: object) => ({ form: JSON.stringify(body) });

test("the editor keeps what was typed, refuses what is broken with a sentence, and publishes what is not", async () => {
  const shop = await createShop(db, "editor");
  const at = { shop, path: "/app/settings/templates/shipped", params: { event: "shipped" } };
  const broken = { ...WORDS, body: "one\n{% if order.name %}" };
  const refused = await callRoute(db, editTemplate, {
    ...at,
    form: form({ intent: "publish", language: "en", text: broken }),
  });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    isSaved: false,
    errors: { body: expect.stringMatching(/^Line 2: .*Correct it/) },
  });
  const kept = (await (await callRoute(db, loadTemplate, at)).json()) as { saved: unknown };
  expect(kept).toMatchObject({ saved: broken, hasDraft: true, currentVersion: 0 });
  const published = await callRoute(db, editTemplate, {
    ...at,
    form: form({ intent: "publish", language: "en", text: WORDS }),
  });
  expect(await published.json()).toMatchObject({ isSaved: true, done: "Published as version 1" });
  const after = await (await callRoute(db, loadTemplate, at)).json();
  expect(after).toMatchObject({
    saved: WORDS,
    hasDraft: false,
    currentVersion: 1,
    versions: [{ version: 1, publishedBy: "Person 100001" }],
  });
  const missing = await callRoute(db, loadTemplate, { ...at, params: { event: "party" } });
  expect(missing.status).toBe(404);
});

test("voice, owners and sender are saved by those who may, and refused field by field", async () => {
  const shop = await createShop(db, "voice");
  await createStaff(db, shop.shopId, { id: "200002", role: "agent" });
  const voice = { shop, path: "/app/settings/templates" };
  const bad = await callRoute(db, saveVoice, {
    ...voice,
    form: form({ intent: "brand", brand: { ...DEFAULT_BRAND, colour: "yellow", replyTo: "a b" } }),
  });
  expect(bad.status).toBe(422);
  expect(Object.keys(((await bad.json()) as { errors: object }).errors).sort()).toEqual([
    "colour",
    "replyTo",
  ]);
  const brand = { ...DEFAULT_BRAND, signOff: "Yours,\nMia" };
  const good = await callRoute(db, saveVoice, { ...voice, form: form({ intent: "brand", brand }) });
  expect(good.status).toBe(200);
  expect(await (await callRoute(db, loadTemplates, voice)).json()).toMatchObject({ brand });
  const who = { shop, path: "/app/settings/who-tells" };
  const owners = { shipped: "nobody", delay_notice: "shopify" };
  expect((await callRoute(db, saveOwners, { ...who, form: form({ owners }) })).status).toBe(422);
  const fine = { owners: { shipped: "nobody" } };
  expect((await callRoute(db, saveOwners, { ...who, form: form(fine) })).status).toBe(200);
  expect(await (await callRoute(db, loadOwners, who)).json()).toMatchObject({
    owners: { shipped: "nobody", delivered: "shopify" },
  });
  const sender = { shop, path: "/app/settings/sender" };
  const save = (domain: string) =>
    callRoute(db, saveSender, {
      ...sender,
      form: form({ intent: "save", domain, localPart: "orders" }),
    });
  expect((await save("gmail.com")).status).toBe(422);
  expect((await save("harborandpine.example")).status).toBe(200);
  const view = (await (await callRoute(db, loadSender, sender)).json()) as {
    records: { value: string }[];
  };
  expect(view).toMatchObject({
    own: { domain: "harborandpine.example", isVerified: false },
    now: { fromAddress: "orders@aftercare.example" },
    records: [{ name: "spf" }, { name: "dkim" }, { name: "dmarc" }],
  });
  expect(JSON.stringify(view)).not.toContain("PRIVATE");
  for (const [handler, at, body] of [
    [saveVoice, voice, { intent: "brand", brand }],
    [saveOwners, who, fine],
    [saveSender, sender, { intent: "remove" }],
  ] as const) {
    const answer = await callRoute(db, handler, { ...at, staffId: "200002", form: form(body) });
    expect(answer.status).toBe(403);
  }
  for (const [handler, at] of [
    [saveVoice, voice],
    [saveOwners, who],
    [saveSender, sender],
  ] as const)
    expect((await callRoute(db, handler, { ...at, form: { form: "{" } })).status).toBe(400);
  const changes = await db.prisma.shopChange.findMany({ where: { shopId: shop.shopId } });
  expect(changes.map(({ area }) => area).sort()).toEqual([
    "messages.sender",
    "messages.voice",
    "messages.who_tells",
  ]);
});
