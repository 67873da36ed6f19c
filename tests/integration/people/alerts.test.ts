import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { Outage } from "#app/platform/outage.ts";
import type { OutgoingRequest } from "#app/platform/outgoing.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import { MS_PER_DAY, MS_PER_HOUR } from "#app/platform/time.ts";
import type { AlertMail } from "#app/shops/alerts/alert-mail.ts";
import { EVENT_NAMES } from "#app/shops/alerts/events.ts";
import { findChoices, listAlerts } from "#app/shops/alerts/list-alerts.server.ts";
import { postAlert } from "#app/shops/alerts/post-alert.server.ts";
import { raiseAlert, type NewAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { saveChoices } from "#app/shops/alerts/save-choices.server.ts";
import { tellAlert, tellDigests, type SendMail } from "#app/shops/alerts/tell-alerts.server.ts";
import { watchShop } from "#app/shops/alerts/watch-shop.server.ts";
import { findWebhook, saveWebhook } from "#app/shops/alerts/webhook.server.ts";
import { createShop, createStaff } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createClock } from "./people-world.ts";

const { db } = await createTestDatabase();
const env = {
  SHOPIFY_API_KEY: "key",
  ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
};

async function createWorld(name: string, start?: string) {
  const clock = createClock(start);
  const { shopId } = await createShop(db, name);
  await createStaff(db, shopId, { id: "2", role: "manager" });
  await createStaff(db, shopId, { id: "3", role: "agent" });
  const mails: AlertMail[] = [];
  const sendMail: SendMail = async (_tx, mail) => accept(mails.push(mail));
  const raise = (change: Partial<NewAlert> = {}) =>
    inShop(db, shopId, (tx) =>
      raiseAlert(tx, {
        shopId,
        event: "brake_reached",
        key: "brake:1",
        title: "Stopped at 40 refunds",
        sentence: "212 refunds wait. First legal deadline: Thursday.",
        path: "/app/settings/limits",
        forStaffId: null,
        raisedAt: clock.now(),
        ...change,
      }),
    );
  const deps = { db, clock, env, sendMail };
  return { clock, shopId, mails, raise, deps, take: () => mails.splice(0) };
}

const jobs = async (shopId: bigint) =>
  (
    await db.pool.query<{ task: string; payload: { alertId: string } }>(
      `select t.identifier as task, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where j.payload ->> 'shopId' = $1 order by j.id`,
      [shopId.toString()],
    )
  ).rows;

test("an alert raised again is the same one, and each person is mailed once", async () => {
  const { shopId, raise, deps, take } = await createWorld("told-once");
  const raised = await Promise.all([raise(), raise(), raise()]);
  expect(raised.filter((id) => id !== null)).toHaveLength(1);
  const alertId = raised.find((id) => id !== null)!;
  expect((await jobs(shopId)).map(({ task }) => task)).toEqual(["alerts.tell"]);
  await Promise.all([1, 2, 3].map(() => tellAlert(deps, { shopId, alertId })));
  const mails = take();
  expect(mails.map(({ to, dedupeKey }) => [to, dedupeKey]).sort()).toEqual([
    ["100001@example.com", `alert:${alertId}:100001`],
    ["2@example.com", `alert:${alertId}:2`],
  ]);
  expect(mails[0]?.text).toContain(
    "https://told-once.myshopify.com/admin/apps/key/app/settings/limits",
  );
  expect(await raise()).toBeNull();
});

test("when the outbox fails nothing is marked as told", async () => {
  const { shopId, raise, deps, take } = await createWorld("outbox-away");
  const alertId = (await raise())!;
  const broken: SendMail = () => Promise.reject(new Outage("away", { retry: "later" }));
  await expect(tellAlert({ ...deps, sendMail: broken }, { shopId, alertId })).rejects.toThrow(
    "away",
  );
  await tellAlert(deps, { shopId, alertId });
  expect(take()).toHaveLength(2);
});

test("a person is told as they chose, and nobody else hears what is theirs", async () => {
  const { shopId, clock, raise, deps, take } = await createWorld("chosen");
  const choices = (await findChoices({ db }, shopId, "3"))!;
  expect(choices.brake_reached).toBe("never");
  await saveChoices(
    { db, clock },
    { shopId, staffId: "3", by: "3", choices: { ...choices, brake_reached: "now" } },
  );
  const shared = (await raise())!;
  await tellAlert(deps, { shopId, alertId: shared });
  expect(take().map(({ to }) => to)).toContain("3@example.com");
  const own = (await raise({ event: "mention", key: "mention:1", forStaffId: "3" }))!;
  await tellAlert(deps, { shopId, alertId: own });
  expect(take().map(({ to }) => to)).toEqual(["3@example.com"]);
  await saveChoices(
    { db, clock },
    {
      shopId,
      staffId: "3",
      by: "100001",
      choices: Object.fromEntries(EVENT_NAMES.map((event) => [event, "never"])) as typeof choices,
    },
  );
  await raise({ event: "mention", key: "mention:2", forStaffId: "3" });
  await raise({ event: "mention", key: "mention:3", forStaffId: "nobody" });
  expect(await db.prisma.alertTelling.count({ where: { shopId, staffId: "3" } })).toBe(2);
});

test("the digest comes at eight, once, and its counts open exactly its list", async () => {
  // Six in the morning in New York.
  const { shopId, clock, raise, deps, take } = await createWorld("digest", "2026-11-22T11:00:00Z");
  for (const job of [1, 2])
    await raise({ event: "parked_job", key: `parked:${job}`, title: "A task stopped" });
  await raise({ event: "stale_data", key: "stale:1" });
  await tellDigests(deps, shopId);
  expect(take()).toEqual([]);
  clock.move(2 * MS_PER_HOUR);
  await Promise.all([tellDigests(deps, shopId), tellDigests(deps, shopId)]);
  const mails = take();
  expect(mails.map(({ to }) => to).sort()).toEqual(["100001@example.com", "2@example.com"]);
  expect(mails[0]?.text).toContain("2 stopped tasks\nhttps://");
  const [, link = ""] = /(\/app\/settings\/alerts\S+event=parked_job)/.exec(mails[0]!.text) ?? [];
  const params = new URL(link, "https://x.example").searchParams;
  const listed = await listAlerts({ db }, shopId, {
    staffId: "2",
    digestOn: params.get("digest"),
    event: "parked_job",
  });
  expect(listed).toHaveLength(2);
  // One that comes after eight waits for the next morning.
  clock.move(1);
  await raise({ event: "parked_job", key: "parked:3" });
  clock.move(MS_PER_HOUR);
  await tellDigests(deps, shopId);
  expect(take()).toEqual([]);
  clock.move(MS_PER_DAY);
  await tellDigests(deps, shopId);
  expect(take().map(({ text }) => text.includes("1 stopped task\n"))).toEqual([true, true]);
});

test("who has no address yet is told in the first digest after it is known", async () => {
  const { shopId, clock, raise, deps, take } = await createWorld("later", "2026-11-22T11:00:00Z");
  const setEmail = (email: string | null) =>
    db.prisma.staffMember.update({ where: { shopId_id: { shopId, id: "2" } }, data: { email } });
  const list = () => listAlerts({ db }, shopId, { staffId: "2", digestOn: null, event: null });
  await setEmail(null);
  const alertId = (await raise())!;
  await raise({ event: "parked_job", key: "parked:1" });
  await tellAlert(deps, { shopId, alertId });
  expect(take().map(({ to }) => to)).toEqual(["100001@example.com"]);
  clock.move(3 * MS_PER_HOUR);
  await tellDigests(deps, shopId);
  expect(take().map(({ to }) => to)).toEqual(["100001@example.com"]);
  expect((await list()).map(({ isSkipped }) => isSkipped)).toEqual([true, true]);
  await setEmail("2@example.com");
  await Promise.all([tellDigests(deps, shopId), tellDigests(deps, shopId)]);
  expect(take()).toMatchObject([
    { to: "2@example.com", subject: "2 things since yesterday · later" },
  ]);
  expect((await list()).map(({ toldAt }) => toldAt)).toEqual([
    clock.now().toISOString(),
    clock.now().toISOString(),
  ]);
});

test("the look raises what nobody reports, and a source that fails silences no other", async () => {
  const { shopId, clock, deps, take } = await createWorld("watched", "2026-11-22T11:00:00Z");
  await db.prisma.parkedJob.create({
    data: { jobId: 991n, shopId, task: "orders.refetch", payload: {}, attempts: 12 },
  });
  await db.prisma.shop.update({ where: { id: shopId }, data: { tokenRefusedAt: clock.now() } });
  const sources = [() => Promise.reject(new Error("This source is broken."))];
  const look = () => watchShop({ ...deps, sources }, shopId);
  await expect(look()).rejects.toThrow("This source is broken.");
  await expect(look()).rejects.toThrow("This source is broken.");
  const alerts = await db.prisma.alert.findMany({ where: { shopId }, orderBy: { id: "asc" } });
  expect(alerts.map(({ event }) => event).sort()).toEqual(["parked_job", "token_refused"]);
  clock.move(3 * MS_PER_HOUR);
  await watchShop({ ...deps, sources: [] }, shopId);
  expect(take()).toHaveLength(2);
});

test("a request to the shop's own address is signed, retried, and given up without an alert", async () => {
  const { shopId, clock, raise } = await createWorld("webhook");
  const save = (url: string) =>
    saveWebhook({ db, clock, env }, { shopId, by: "100001", url, events: ["brake_reached"] });
  expect(await save("http://hooks.example.com/a")).toEqual(refuse({ code: "address_not_https" }));
  expect(await save("https://10.0.0.8/a")).toEqual(refuse({ code: "address_not_public" }));
  expect(await save("https://[::1]/a")).toEqual(refuse({ code: "address_not_public" }));
  const saved = await save("https://hooks.example.com/a");
  if (!saved.ok) throw new Error("refused");
  const secret = saved.value.secret!;
  expect(await save("https://hooks.example.com/a")).toEqual(accept({ secret: null }));
  const stored = await db.prisma.alertWebhook.findUniqueOrThrow({ where: { shopId } });
  expect(Buffer.from(stored.secret).toString("latin1")).not.toContain(secret);

  const alertId = (await raise())!;
  await raise({ event: "mention", key: "mention:9", forStaffId: "2" });
  expect((await jobs(shopId)).filter(({ task }) => task === "alerts.post")).toHaveLength(1);
  const sent: OutgoingRequest[] = [];
  let status = 500;
  const outgoing = {
    send: async (request: OutgoingRequest) => {
      sent.push(request);
      return accept({ status, headers: {}, body: Buffer.alloc(0) });
    },
  };
  const post = (id = alertId) => postAlert({ db, clock, env, outgoing }, { shopId, alertId: id });
  await expect(post()).rejects.toBeInstanceOf(Outage);
  status = 204;
  await post();
  await post();
  expect(sent).toHaveLength(2);
  const [first, second] = sent;
  for (const { headers, body } of sent) {
    const signed = `${headers["Aftercare-Timestamp"]}.${String(body)}`;
    const expected = createHmac("sha256", secret).update(signed).digest("hex");
    expect(headers["Aftercare-Signature"]).toBe(`v1=${expected}`);
  }
  expect(first?.headers["Aftercare-Delivery"]).toBe(second?.headers["Aftercare-Delivery"]);
  expect(JSON.parse(String(first?.body))).toMatchObject({
    event: "brake_reached",
    shop: "webhook.myshopify.com",
  });

  status = 410;
  const lost = (await raise({ key: "brake:2" }))!;
  for (let attempt = 1; attempt < 8; attempt += 1)
    await expect(post(lost)).rejects.toBeInstanceOf(Outage);
  await post(lost);
  expect(await findWebhook({ db }, shopId)).toMatchObject({
    failed: 1,
    lastProblem: "Your address answered 410.",
  });
  expect(await db.prisma.alert.count({ where: { shopId } })).toBe(3);
});
