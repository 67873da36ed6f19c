/** Modes, pauses, ceilings, disputes and approvals as rows: what two processes, a crash and a person make of them. */
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { confirmAsked, refuseAsked } from "#app/rails/answer-asked.server.ts";
import { assessCallFailure } from "#app/rails/assess-call-failure.ts";
import { carryOutIntent } from "#app/rails/carry-out-intent.server.ts";
import { createFetchIsDisputed } from "#app/rails/fetch-is-disputed.server.ts";
import { handleWake } from "#app/rails/handle-wake.server.ts";
import type { IntentKind } from "#app/rails/intent-kind.ts";
import { listAsked, listStalled } from "#app/rails/list-asked.server.ts";
import { listBrakeViews } from "#app/rails/list-brakes.server.ts";
import { pauseEverything, resumeEverything } from "#app/rails/pauses.server.ts";
import { saveRoleLimit } from "#app/rails/role-limits-store.server.ts";
import type { IntentDraft } from "#app/rails/record-intent.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { z } from "zod";
import { placeOrder, refundScene } from "./kind-scenes.ts";
import { openRailsWorld, recorded } from "./rails-world.ts";
import { AGENT, MANAGER, OWNER, setUpRails } from "./rails-settings.ts";

const world = await openRailsWorld();
const { db, shopId } = world;
const rails = setUpRails(world);
const signal = new AbortController().signal;
// The pause that the product promises, and the number of acts it is promised for.
const QUEUED = process.env["PROVE"] === "1" ? 1_000 : 60;
const PAUSE_TAKES_HOLD_MS = 5_000;

/** A mail that goes nowhere: its call writes down that it began. */
const begun: { readonly reference: string; readonly at: number }[] = [];
const mail: IntentKind = {
  name: "send_mail",
  args: z.object({ to: z.string() }),
  ceiling: "none",
  moneyOf: () => null,
  readBefore: null,
  call: async ({ reference }) => {
    begun.push({ reference, at: Date.now() });
    return { kind: "done", outcome: {} };
  },
  assessFailure: assessCallFailure,
  look: async () => ({ kind: "nothing" }),
};
const deps = { ...rails.deps, kinds: new Map([...world.deps.kinds, ["send_mail", mail]]) };
const callsOf = ({ reference }: { readonly reference: string }) =>
  begun.filter((one) => one.reference === reference).length;

const recordMail = (changes: Partial<IntentDraft> = {}) =>
  world.record(
    { kind: "send_mail", args: { to: "a@example.com" }, workflow: "shopper_mail", ...changes },
    deps,
  );
const carryOut = (intentId: bigint) => carryOutIntent(deps, { shopId, intentId }, signal);
const inTx = <Value>(work: Parameters<typeof inShop<Value>>[2]) => inShop(db, shopId, work);
const by = (staffId: string) => ({ staffId, at: world.now() });

test("a workflow that watches records nothing, and one that asks waits for a yes", async () => {
  await rails.setMode("shopper_mail", "watching");
  expect(await recordMail()).toMatchObject({
    refusal: { code: "may_not_act", refusal: { code: "not_live" } },
  });
  await rails.setMode("shopper_mail", "asking");
  const intent = recorded(await recordMail());
  expect(intent.state).toBe("asked");
  expect(await rails.jobsOf(intent.id)).toBe(0);
  await carryOut(intent.id);
  expect(callsOf(intent)).toBe(0);

  const answered = await inTx((tx) =>
    confirmAsked(deps, tx, { shopId, intentIds: [intent.id], staffId: MANAGER }),
  );
  expect(answered).toMatchObject({ confirmed: 1, gone: 0 });
  expect(await rails.jobsOf(intent.id)).toBe(1);
  await Promise.all([carryOut(intent.id), carryOut(intent.id)]);
  expect(callsOf(intent)).toBe(1);
  expect(await world.find(intent.id)).toMatchObject({ state: "done", confirmedBy: MANAGER });
  const again = { shopId, intentIds: [intent.id], staffId: OWNER };
  expect(await inTx((tx) => confirmAsked(deps, tx, again))).toMatchObject({
    confirmed: 0,
    gone: 1,
  });
});

test("two people who answer at once answer once, and a no is the end of it", async () => {
  await rails.setMode("shopper_mail", "asking");
  const intents = [recorded(await recordMail()), recorded(await recordMail())];
  const intentIds = intents.map(({ id }) => id);
  const [yes, no] = await Promise.all([
    inTx((tx) => confirmAsked(deps, tx, { shopId, intentIds, staffId: OWNER })),
    inTx((tx) => refuseAsked(deps, tx, { shopId, intentIds, staffId: MANAGER })),
  ]);
  expect(yes.confirmed + no.refused).toBe(2);
  await Promise.all(intentIds.map(carryOut));
  expect(intents.map(callsOf)).toEqual(yes.confirmed === 2 ? [1, 1] : [0, 0]);
});

test("a process that dies between the yes and its job leaves the question open", async () => {
  await rails.setMode("shopper_mail", "asking");
  const intent = recorded(await recordMail());
  const dying = { ...deps, enqueueCarryOut: () => Promise.reject(new Error("killed")) };
  const asked = { shopId, intentIds: [intent.id], staffId: OWNER };
  await expect(inTx((tx) => confirmAsked(dying, tx, asked))).rejects.toThrow("killed");
  expect(await world.find(intent.id)).toMatchObject({ state: "asked", confirmedBy: null });
  expect(await inTx((tx) => confirmAsked(deps, tx, asked))).toMatchObject({ confirmed: 1 });
});

test("a workflow that is switched back to watching keeps what was decided for a person", async () => {
  await rails.setMode("shopper_mail", "acting");
  const intent = recorded(await recordMail());
  await rails.setMode("shopper_mail", "watching");
  await carryOut(intent.id);
  expect(await world.find(intent.id)).toMatchObject({
    state: "asked",
    refusal: { code: "not_live" },
  });
  const asked = { shopId, intentIds: [intent.id], staffId: OWNER };
  const answered = await inTx((tx) => confirmAsked(deps, tx, asked));
  expect(answered.confirmed).toBe(0);
  expect(answered.stillWaiting[0]).toMatch(/^Shopper mail is watching\./);
  expect(callsOf(intent)).toBe(0);
});

test("orders placed before go-live are a person's alone", async () => {
  const { id: orderGid } = await placeOrder(world);
  await rails.setMode("shopper_mail", "acting", new Date(world.now().getTime() + 86_400_000));
  expect(await recordMail({ orderGid })).toMatchObject({
    refusal: { refusal: { code: "before_go_live" } },
  });
  const person = { kind: "person", name: OWNER } as const;
  const intent = recorded(await recordMail({ orderGid, actor: person }));
  await carryOut(intent.id);
  expect(callsOf(intent)).toBe(1);
});

test("workers that race never pass a ceiling; what waits is told once and goes the next day", async () => {
  await rails.setMode("shopper_mail", "acting");
  const used = await inTx((tx) => tx.railsUsage.findFirst({ where: { shopId, counter: "mails" } }));
  await rails.setCeiling("mails", (used?.used ?? 0n) + 5n);
  const deadline = new Date(world.now().getTime() + 3 * 86_400_000);
  const intents = await Promise.all(
    Array.from({ length: 20 }, async (_one, at) =>
      recorded(await recordMail(at === 19 ? { legalDeadlineAt: deadline } : {})),
    ),
  );
  await Promise.all([...intents, ...intents].map(({ id }) => carryOut(id)));
  expect(intents.filter((intent) => callsOf(intent) === 1)).toHaveLength(5);
  const told = rails.alerts.filter(({ event }) => event === "brake_reached");
  expect(new Set(told.map(({ key }) => key)).size).toBe(1);
  expect(told).toHaveLength(1);
  const [brake] = await inTx((tx) => listBrakeViews(tx, shopId, world.now()));
  expect(brake?.sentence).toMatch(
    /^Stopped\. \d+ mails are due and your limit is \d+ a day\. Nothing is lost\./,
  );
  expect(brake?.sentence).toMatch(/First legal deadline: /);

  await rails.setCeiling("mails", 10n);
  world.advance(2 * 86_400_000);
  await Promise.all(intents.map(({ id }) => carryOut(id)));
  expect(intents.filter((intent) => callsOf(intent) === 1)).toHaveLength(15);
  expect(intents.every((intent) => callsOf(intent) <= 1)).toBe(true);

  await rails.setCeiling("mails", 1_000n);
  await handleWake(
    { ...deps, db },
    { shopId: shopId.toString(), code: "ceiling_reached" },
    { signal },
  );
  await Promise.all(intents.map(({ id }) => carryOut(id)));
  expect(intents.every((intent) => callsOf(intent) === 1)).toBe(true);
}, 120_000);

test("of the queue none begins once a pause has taken hold, and after it all go out once", async () => {
  await rails.setMode("shopper_mail", "acting");
  await rails.setCeiling("mails", 100_000n);
  const ids = await inTx(async (tx) => {
    const rows = await tx.$queryRaw<{ id: bigint }[]>`
      insert into intents (shop_id, kind, dedupe_key, reference, idempotency_key, args, workflow, actor_kind, actor_name, actor_version)
      select ${shopId}, 'send_mail', 'queued ' || n, 'queued-' || n, 'queued-' || n || '-1', '{"to":"a@example.com"}',
        'shopper_mail', 'rule', 'test', 1
      from generate_series(1, ${QUEUED}::int) n returning id`;
    return rows.map(({ id }) => id);
  });
  const queue = [...ids];
  let pausedAt = Infinity;
  const work = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      await carryOut(id);
      if (pausedAt === Infinity && queue.length < QUEUED * 0.9) {
        pausedAt = 0;
        await inTx((tx) => pauseEverything(tx, shopId, by(AGENT)));
        pausedAt = Date.now();
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  const ours = begun.filter(({ reference }) => reference.startsWith("queued-"));
  expect(ours.length).toBeLessThan(QUEUED);
  expect(ours.filter(({ at }) => at > pausedAt + PAUSE_TAKES_HOLD_MS)).toEqual([]);
  const held = await inTx((tx) =>
    tx.intent.count({ where: { shopId, state: "planned", reference: { startsWith: "queued-" } } }),
  );
  expect(ours.length + held).toBe(QUEUED);

  await inTx((tx) => resumeEverything(tx, shopId, by(OWNER)));
  await handleWake({ ...deps, db }, { shopId: shopId.toString(), code: "paused" }, { signal });
  const rest = [...ids];
  const goOn = async () => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) await carryOut(id);
  };
  await Promise.all([goOn(), goOn(), goOn(), goOn()]);
  const calls = ids.map((_id, at) => callsOf({ reference: `queued-${at + 1}` }));
  expect(calls.every((count) => count === 1)).toBe(true);
}, 600_000);

const countWaiting = async () => {
  const { rows } = await db.pool.query(`select 1 from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`);
  return rows.length;
};
const wakePaused = () =>
  handleWake({ ...deps, db }, { shopId: shopId.toString(), code: "paused" }, { signal });

test("a resume waits for an act that is just being held back, so that it is woken, too", async () => {
  const intent = recorded(await recordMail());
  await inTx((tx) => pauseEverything(tx, shopId, by(AGENT)));
  let openGate = () => {};
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  let isAsked = false;
  const slow: typeof deps.mayAct = async (tx, act) => {
    const verdict = await deps.mayAct(tx, act);
    isAsked = true;
    await gate;
    return verdict;
  };
  const held = carryOutIntent({ ...deps, mayAct: slow }, { shopId, intentId: intent.id }, signal);
  await expect.poll(() => isAsked).toBe(true);
  const resumed = inTx((tx) => resumeEverything(tx, shopId, by(OWNER)));
  await expect.poll(countWaiting).toBeGreaterThan(0);
  openGate();
  await Promise.all([held, resumed]);
  await wakePaused();
  await carryOut(intent.id);
  expect(callsOf(intent)).toBe(1);
});

test("an act that is woken while its worker puts it to sleep goes out at once", async () => {
  const intent = recorded(await recordMail());
  await inTx((tx) => pauseEverything(tx, shopId, by(AGENT)));
  await carryOut(intent.id);
  await inTx((tx) => resumeEverything(tx, shopId, by(OWNER)));
  const { prisma } = db;
  let transactions = 0;
  const $transaction = async (...args: Parameters<typeof prisma.$transaction>) => {
    transactions += 1;
    // Between the look at the intent and the job for later.
    if (transactions === 2) await wakePaused();
    return prisma.$transaction(...args);
  };
  // Carrying out asks the database for transactions alone.
  const asleep = { ...deps, db: { prisma: { $transaction } as unknown as typeof prisma } };
  await carryOutIntent(asleep, { shopId, intentId: intent.id }, signal);
  expect(callsOf(intent)).toBe(1);
});

test("a disputed payment is read at Shopify before the call, and left to a person", async () => {
  await rails.setMode("returns", "acting");
  const scene = await refundScene(world, "500");
  const orderGid = (scene.args as { orderGid: string }).orderGid;
  const intent = recorded(await world.record({ kind: "refund", args: scene.args }, deps));
  await world.sandbox.control("act", { action: "open_dispute", orderId: orderGid });
  const fetchIsDisputed = createFetchIsDisputed({ admin: createAdminClient(createTestDeps(db)) });
  await carryOutIntent({ ...deps, fetchIsDisputed }, { shopId, intentId: intent.id }, signal);
  expect(await world.find(intent.id)).toMatchObject({
    state: "needs_person",
    refusal: { code: "disputed" },
    attempts: 0,
  });
  expect(await scene.countEffects()).toBe(0);
  const stalled = await inTx((tx) => listStalled(tx, shopId));
  expect(stalled.acts.map(({ intentId }) => intentId)).toContain(intent.id.toString());
});

test("an act above its person's limit waits for somebody who may, and goes out once", async () => {
  const limit = { role: "agent", limitKind: "refunds", limit: 499n } as const;
  await inTx((tx) => saveRoleLimit(tx, shopId, limit, by(OWNER)));
  const scene = await refundScene(world, "500");
  const actor = { kind: "person", name: AGENT } as const;
  const intent = recorded(await world.record({ kind: "refund", args: scene.args, actor }, deps));
  expect(intent).toMatchObject({ state: "asked", refusal: { code: "needs_approval" } });
  expect(intent.refusal?.message).toBe(
    "This refund needs Ana's approval (over $4.99). We've asked them.",
  );
  expect(rails.alerts.at(-1)).toMatchObject({ event: "approval_waiting", forStaffId: OWNER });
  const answer = (staffId: string) =>
    inTx((tx) => confirmAsked(deps, tx, { shopId, intentIds: [intent.id], staffId }));
  expect(await answer(AGENT)).toMatchObject({ confirmed: 0 });
  const [group] = (await inTx((tx) => listAsked(tx, shopId))).filter(
    ({ workflow }) => workflow === "returns",
  );
  expect(group).toMatchObject({ count: 1, sums: ["$5.00"] });
  expect(await answer(MANAGER)).toMatchObject({ confirmed: 1 });
  await carryOut(intent.id);
  expect(await scene.countEffects()).toBe(1);
});
