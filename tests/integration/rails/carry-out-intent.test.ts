/** How an intent gets through everything that can go wrong with a call, with the rails, and with a second worker. */
import { expect, test } from "vitest";
import { inShop, runSql } from "#app/platform/db.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import { carryOutIntent, type CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import type { KindContext } from "#app/rails/intent-kind.ts";
import type { MayAct } from "#app/rails/may-act.ts";
import { ShopifyUserErrors } from "#app/shopify/errors.ts";
import { creditScene, refundScene, type Scene } from "./kind-scenes.ts";
import { openRailsWorld, recorded } from "./rails-world.ts";

const world = await openRailsWorld();
const { db, shopId } = world;
const signal = new AbortController().signal;

async function startRefund(scene: Scene) {
  return recorded(await world.record({ kind: "refund", args: scene.args }));
}

/** The registry with another way to call for refunds. */
function callingBy(
  call: (
    context: KindContext,
    callForReal: () => ReturnType<typeof callRefund>,
  ) => ReturnType<typeof callRefund>,
) {
  const kinds = new Map(world.deps.kinds);
  const own = refundKind();
  kinds.set("refund", { ...own, call: (context) => call(context, () => own.call(context)) });
  return kinds;
}
function refundKind() {
  const own = world.deps.kinds.get("refund");
  if (!own) throw new Error("There is no such kind.");
  return own;
}
const callRefund = (context: KindContext) => refundKind().call(context);

test.each<[string, object, number, number]>([
  ["500_after", {}, 1, 1],
  ["cut_before", {}, 2, 1],
  ["truncated", {}, 1, 1],
  ["502", {}, 2, 1],
  ["503", {}, 2, 1],
  ["throttled", { ms: 200 }, 1, 0],
  ["http_429", { ms: 300 }, 1, 0],
  ["http_423", {}, 2, 0],
  ["http_430", {}, 2, 0],
  ["http_402", {}, 2, 0],
  ["slow", { ms: 1_000 }, 1, 0],
])("%s: one refund", async (kind, more, attempts, doubts) => {
  world.keepOnFailure();
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  await world.fault(kind, "refundCreate", more);
  expect(await world.carryOut(intent.id)).toMatchObject({
    state: "done",
    attempts,
    doubts,
    generation: 1,
  });
  expect(await scene.countEffects()).toBe(1);
});

test("a storm of faults still ends in one refund", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  for (const kind of ["500_before", "cut_before", "throttled", "502", "cut_after_commit"])
    await world.fault(kind, "refundCreate", { ms: 100 });
  expect(await world.carryOut(intent.id)).toMatchObject({ state: "done", generation: 1 });
  expect(await scene.countEffects()).toBe(1);
});

test("a refusal of Shopify ends it, with Shopify's reason", async () => {
  const scene = await refundScene(world, "500");
  const args = {
    ...(scene.args as object),
    payments: [
      { transactionGid: "gid://shopify/OrderTransaction/1", gateway: "x", amountMinor: "5" },
    ],
  };
  const intent = recorded(await world.record({ kind: "refund", args }));
  const failed = await world.carryOut(intent.id);
  expect(failed).toMatchObject({ state: "failed", refusal: { code: "user_error", isProof: true } });
  expect(failed.refusal?.message).toContain("parent_id");
  expect(await scene.countEffects()).toBe(0);
});

test("a refusal that follows a lost answer is believed only after a look", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  // The first call is lost after its effect, and the look is blind once: the second call is then refused.
  const kinds = new Map(world.deps.kinds);
  const own = refundKind();
  let looks = 0;
  kinds.set("refund", {
    ...own,
    look: async (context) => ((looks += 1) === 1 ? { kind: "nothing" } : own.look(context)),
    call: async (context) => {
      if (looks === 0) return own.call(context);
      throw new ShopifyUserErrors("refundCreate", [
        { field: null, message: "Too late.", code: null },
      ]);
    },
  });
  await world.fault("cut_after_commit", "refundCreate");
  expect(await world.carryOut(intent.id, { kinds })).toMatchObject({ state: "done", attempts: 2 });
  expect(await scene.countEffects()).toBe(1);
});

test("a spent key is replaced by the next one", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  const keys: string[] = [];
  const kinds = callingBy(async ({ idempotencyKey }, callForReal) => {
    keys.push(idempotencyKey);
    if (keys.length === 1)
      throw new ShopifyUserErrors("refundCreate", [
        { field: null, message: "x", code: "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED" },
      ]);
    return callForReal();
  });
  expect(await world.carryOut(intent.id, { kinds })).toMatchObject({
    state: "done",
    generation: 2,
  });
  expect(keys).toEqual([`${intent.reference}-1`, `${intent.reference}-2`]);
  expect(await scene.countEffects()).toBe(1);
});

test("after a day in doubt a look comes before the new key", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  const keys: string[] = [];
  const kinds = callingBy(async ({ idempotencyKey }, callForReal) => {
    keys.push(idempotencyKey);
    if (keys.length === 1) throw new Error("The process lost its way.");
    return callForReal();
  });
  await carryOutIntent({ ...world.deps, kinds }, { shopId, intentId: intent.id }, signal);
  expect(await world.find(intent.id)).toMatchObject({ state: "unknown", doubts: 1 });
  world.advance(25 * 3_600_000);
  expect(await world.carryOut(intent.id, { kinds })).toMatchObject({
    state: "done",
    generation: 2,
  });
  expect(keys).toEqual([`${intent.reference}-1`, `${intent.reference}-2`]);
});

test("no look and no call in the first minute after a lost answer", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  await world.fault("cut_after_commit", "refundCreate");
  const later: Date[] = [];
  const deps: CarryOutDeps = {
    ...world.deps,
    enqueueCarryOut: async (_tx, { runAt }) => later.push(runAt),
  };
  await carryOutIntent(deps, { shopId, intentId: intent.id }, signal);
  const { callBeganAt, state } = await world.find(intent.id);
  expect(state).toBe("unknown");
  expect(later.map((at) => at.getTime() - (callBeganAt?.getTime() ?? 0))).toEqual([60_000]);
});

test("the rails are asked again before the call: put off, it waits; stopped, a person has it", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  const asked: (bigint | null)[] = [];
  const paused: MayAct = async (_tx, act) => {
    asked.push(act.intentId);
    const retryAt = asked.length < 3 ? new Date(world.now().getTime() + 60_000) : null;
    return refuse({ code: "paused", message: "Everything is paused.", retryAt });
  };
  const held = await world.carryOut(intent.id, { mayAct: paused });
  expect(held).toMatchObject({ state: "needs_person", attempts: 0, refusal: { code: "paused" } });
  expect(asked).toEqual([intent.id, intent.id, intent.id]);
  expect(await scene.countEffects()).toBe(0);
});

test("a pause also stops the second call of an intent in doubt", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  await world.fault("500_before", "refundCreate");
  let questions = 0;
  const mayAct: MayAct = async () => {
    questions += 1;
    if (questions !== 2) return accept(null);
    return refuse({
      code: "paused",
      message: "Paused.",
      retryAt: new Date(world.now().getTime() + 600_000),
    });
  };
  expect(await world.carryOut(intent.id, { mayAct })).toMatchObject({ state: "done", attempts: 2 });
  expect(questions).toBe(3);
  expect(await scene.countEffects()).toBe(1);
});

test("two workers at one intent make one call", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  let calls = 0;
  const kinds = callingBy(async (_context, callForReal) => ((calls += 1), callForReal()));
  const run = () =>
    carryOutIntent({ ...world.deps, kinds }, { shopId, intentId: intent.id }, signal);
  await Promise.all([run(), run(), run(), run()]);
  expect(await world.carryOut(intent.id, { kinds })).toMatchObject({ state: "done", attempts: 1 });
  expect(calls).toBe(1);
  expect(await scene.countEffects()).toBe(1);
});

test("an answer that comes after others gave the call up is believed", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  let release: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => (release = resolve));
  const kinds = callingBy(async (_context, callForReal) => {
    const answer = await callForReal();
    await frozen;
    return answer;
  });
  const blind = new Map(kinds);
  blind.set("refund", {
    ...refundKind(),
    look: async () => ({ kind: "unsure", why: "It is dark." }),
  });
  const sleeping = carryOutIntent(
    { ...world.deps, kinds },
    { shopId, intentId: intent.id },
    signal,
  );
  await expect.poll(() => scene.countEffects()).toBe(1);
  world.advance(61_000);
  expect(await world.carryOut(intent.id, { kinds: blind })).toMatchObject({
    state: "needs_person",
  });
  release();
  await sleeping;
  expect(await world.find(intent.id)).toMatchObject({ state: "done", refusal: null });
});

test("a credit that could be somebody else's goes to a person", async () => {
  const scene = await creditScene(world);
  const { ownerGid } = scene.args as { ownerGid: string };
  const intent = recorded(await world.record({ kind: "credit_store_credit", args: scene.args }));
  const creditByHand = () =>
    world.ask(
      `mutation($id: ID!) { storeCreditAccountCredit(id: $id, creditInput: { creditAmount: { amount: "10.00", currencyCode: USD }, notify: false }) { userErrors { message } } }`,
      { id: ownerGid },
    );
  await world.fault("cut_after_commit", "creditStoreCredit");
  await carryOutIntent(world.deps, { shopId, intentId: intent.id }, signal);
  await creditByHand();
  expect(await world.carryOut(intent.id)).toMatchObject({
    state: "needs_person",
    refusal: { code: "cannot_tell" },
  });
  expect(await scene.countEffects()).toBe(2);
});

test("what came of it is told to the ledger once, and the order is read again", async () => {
  const scene = await refundScene(world);
  const intent = await startRefund(scene);
  await world.fault("500_before", "refundCreate");
  await world.carryOut(intent.id);
  const entries = await inShop(db, shopId, (tx) =>
    runSql<{ kind: string; facts: object }>(tx, {
      text: `select kind, facts from ledger_entries where shop_id = $1 and order_id = $2 and kind like 'intent.%' order by seq`,
      values: [shopId, intent.orderId],
    }),
  );
  const { rows: jobs } = await db.pool.query(`select 1 from graphile_worker.jobs where key = $1`, [
    `refetch:${shopId}:${intent.orderGid}`,
  ]);
  expect(entries.map(({ kind }) => kind)).toEqual(["intent.planned", "intent.done"]);
  expect(entries[1]?.facts).toMatchObject({
    amountMinor: "500",
    currency: "USD",
    rule: "test",
    ruleVersion: 1,
  });
  expect(jobs).toHaveLength(1);
});
