/** Decisions and their money: one intent each, never more than the order has, never beside the rails. */
import { expect, test } from "vitest";
import { inShop, runSql } from "#app/platform/db.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import type { Intent } from "#app/rails/intent.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import { savePersonVerdict } from "#app/rails/save-person-verdict.server.ts";
import { getOrder, placeOrder, refundScene } from "./kind-scenes.ts";
import { openRailsWorld, recorded } from "./rails-world.ts";

const world = await openRailsWorld();
const { db, shopId } = world;
const person = { kind: "person", name: "staff 7" } as const;

/** What the mirror says was paid for an order, in minor units. */
async function paidFor(orderGid: string): Promise<bigint> {
  const [row] = await inShop(db, shopId, (tx) =>
    runSql<{ paid: bigint }>(tx, {
      text: `select received_minor as paid from app.refundable_left($1, $2)`,
      values: [shopId, orderGid],
    }),
  );
  return row?.paid ?? 0n;
}

async function refundArgs(orderGid: string, amountMinor: bigint, currency = "USD") {
  const [sale] = (await getOrder(world, orderGid)).transactions;
  const payment = {
    transactionGid: sale?.id ?? "",
    gateway: sale?.gateway ?? "",
    amountMinor: amountMinor.toString(),
  };
  return {
    orderGid,
    currency,
    lines: [],
    shippingMinor: null,
    payments: [payment],
    storeCredit: null,
    note: "",
    notifyCustomer: false,
    discrepancyReason: null,
  };
}

const refund = async (orderGid: string, amountMinor: bigint, changes: Partial<RecordDeps> = {}) =>
  world.record({ kind: "refund", args: await refundArgs(orderGid, amountMinor) }, changes);

const entriesOf = (intent: Intent) =>
  inShop(db, shopId, (tx) =>
    runSql<{ kind: string }>(tx, {
      text: `select kind from ledger_entries where shop_id = $1 and order_id = $2 and kind like 'intent.%' order by seq`,
      values: [shopId, intent.orderId],
    }),
  );

test("a decision taken twice is one intent and one job", async () => {
  const { id } = await placeOrder(world);
  const jobs: bigint[] = [];
  const enqueueCarryOut: RecordDeps["enqueueCarryOut"] = async (_tx, { intentId }) =>
    jobs.push(intentId);
  const draft = { kind: "refund", args: await refundArgs(id, 100n), dedupeKey: "twice" };
  const [first, second] = await Promise.all([
    world.record(draft, { enqueueCarryOut }),
    world.record(draft, { enqueueCarryOut }),
  ]);
  expect(recorded(first).id).toBe(recorded(second).id);
  expect(jobs).toEqual([recorded(first).id]);
  expect(await entriesOf(recorded(first))).toEqual([{ kind: "intent.planned" }]);
});

test("one name for two decisions is refused", async () => {
  const { id } = await placeOrder(world);
  const first = recorded(
    await world.record({ kind: "refund", args: await refundArgs(id, 100n), dedupeKey: "same" }),
  );
  expect(
    await world.record({ kind: "refund", args: await refundArgs(id, 101n), dedupeKey: "same" }),
  ).toEqual(refuse({ code: "decided_otherwise", intentId: first.id }));
});

test("all of the money may be promised, and not one minor unit more", async () => {
  const { id } = await placeOrder(world);
  const paid = await paidFor(id);
  recorded(await refund(id, paid - 100n));
  expect(await refund(id, 101n)).toEqual(
    refuse({ code: "exceeds_refundable", left: { amountMinor: 100n, currency: "USD" } }),
  );
  recorded(await refund(id, 100n));
  expect(await refund(id, 1n)).toMatchObject({ refusal: { code: "exceeds_refundable" } });
});

test("twenty decisions at once promise no more than there is", async () => {
  const { id } = await placeOrder(world);
  const paid = await paidFor(id);
  const args = await refundArgs(id, paid / 3n);
  const results = await Promise.all(
    Array.from({ length: 20 }, () => world.record({ kind: "refund", args })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(3);
});

test("a refund that the mirror shows is counted once, beside its intent and after it", async () => {
  const scene = await refundScene(world, "500");
  const orderGid = (scene.args as { orderGid: string }).orderGid;
  const paid = await paidFor(orderGid);
  const intent = recorded(await world.record({ kind: "refund", args: scene.args }));
  await world.fault("cut_after_commit", "refundCreate");
  const lost = await world.carryOut(intent.id, { kinds: blind(["look"]) });
  expect(lost.state).toBe("needs_person");
  await world.mirror(orderGid);
  expect(await refund(orderGid, paid - 499n)).toMatchObject({ ok: false });
  recorded(await refund(orderGid, paid - 500n));
});

test("a refund by hand leaves less to promise, and is itself never refused", async () => {
  const { id } = await placeOrder(world);
  recorded(await refund(id, await paidFor(id)));
  await world.sandbox.control("act", { action: "refund_order", orderId: id });
  expect(await world.mirror(id)).toBe("changed");
  expect(await refund(id, 1n)).toMatchObject({ refusal: { code: "exceeds_refundable" } });
});

test("money of an unknown order or in another currency is refused", async () => {
  const { id } = await placeOrder(world);
  const unknown = { ...(await refundArgs(id, 1n)), orderGid: "gid://shopify/Order/1" };
  expect(await world.record({ kind: "refund", args: unknown })).toEqual(
    refuse({ code: "order_not_mirrored" }),
  );
  expect(await world.record({ kind: "refund", args: await refundArgs(id, 1n, "JPY") })).toEqual(
    refuse({ code: "other_currency", currency: "USD" }),
  );
});

test("the table itself refuses what no code asked about", async () => {
  const { id } = await placeOrder(world);
  const paid = await paidFor(id);
  const insert = (amountMinor: bigint, key: string) =>
    inShop(db, shopId, (tx) =>
      runSql(tx, {
        text: `insert into intents (shop_id, kind, order_gid, dedupe_key, reference, idempotency_key, args, workflow,
          actor_kind, actor_name, ceiling, amount_minor, currency)
          values ($1, 'refund', $2, $3, $3, $3, '{}', 'x', 'person', 'x', 'refundable', $4, 'USD') returning 1`,
        values: [shopId, id, key, amountMinor],
      }),
    );
  await insert(paid, "past the code 1");
  await expect(insert(1n, "past the code 2")).rejects.toThrow(/exceeds the 0 that are left/);
});

test("what was decided cannot be changed", async () => {
  const { id } = await placeOrder(world);
  const intent = recorded(await refund(id, 100n));
  const raise = inShop(db, shopId, (tx) =>
    runSql(tx, {
      text: `update intents set amount_minor = 1 where shop_id = $1 and id = $2`,
      values: [shopId, intent.id],
    }),
  );
  await expect(raise).rejects.toThrow(/decision does not change/);
});

test("the rails are asked before anything is written", async () => {
  const { id } = await placeOrder(world);
  const refusal = { code: "watching", message: "Only watching.", retryAt: null };
  expect(await refund(id, 1n, { mayAct: async () => refuse(refusal) })).toEqual(
    refuse({ code: "may_not_act", refusal }),
  );
});

test("goodwill has a ceiling of its own", async () => {
  const { customer } = await placeOrder(world);
  const args = {
    ownerGid: customer.id,
    amountMinor: "900",
    currency: "USD",
    expiresAt: null,
    notifyCustomer: false,
  };
  const evaluateOwnCeiling: RecordDeps["evaluateOwnCeiling"] = async (_tx, { money }) =>
    (money?.amountMinor ?? 0n) > 800n ? refuse({ leftMinor: 800n, currency: "USD" }) : accept(null);
  expect(await world.record({ kind: "credit_store_credit", args }, { evaluateOwnCeiling })).toEqual(
    refuse({ code: "exceeds_own_ceiling", left: { amountMinor: 800n, currency: "USD" } }),
  );
  recorded(
    await world.record(
      { kind: "credit_store_credit", args: { ...args, amountMinor: "800" } },
      { evaluateOwnCeiling },
    ),
  );
});

test("wrong arguments are a bug, not a refusal", async () => {
  const { id } = await placeOrder(world);
  const { notifyCustomer: _left, ...args } = await refundArgs(id, 1n);
  await expect(world.record({ kind: "refund", args })).rejects.toThrow(/notifyCustomer/);
});

test("a failed intent gives its money back, and takes it again only if it is still there", async () => {
  const { id } = await placeOrder(world);
  const paid = await paidFor(id);
  const args = {
    ...(await refundArgs(id, paid)),
    payments: [
      {
        transactionGid: "gid://shopify/OrderTransaction/1",
        gateway: "x",
        amountMinor: paid.toString(),
      },
    ],
  };
  const failed = await world.carryOut(recorded(await world.record({ kind: "refund", args })).id);
  expect(failed).toMatchObject({ state: "failed", refusal: { isProof: true }, attempts: 1 });
  const tryAgain = () =>
    inShop(db, shopId, (tx) =>
      savePersonVerdict(world.deps, tx, {
        shopId,
        intentId: failed.id,
        verdict: "try_again",
        person: "staff 7",
      }),
    );
  const other = recorded(await refund(id, 1n));
  expect(await tryAgain()).toMatchObject({ refusal: { code: "exceeds_refundable" } });
  await inShop(db, shopId, (tx) =>
    savePersonVerdict(world.deps, tx, {
      shopId,
      intentId: other.id,
      verdict: "not_wanted",
      person: "staff 7",
    }),
  );
  expect(await tryAgain()).toMatchObject({ ok: true, value: { state: "planned", generation: 2 } });
  expect(await entriesOf(failed)).toEqual(
    ["planned", "failed", "planned", "dropped", "answered", "planned", "answered"].map((kind) => ({
      kind: `intent.${kind}`,
    })),
  );
});

test("nobody can withdraw what is being called", async () => {
  const { id } = await placeOrder(world);
  const intent = recorded(
    await world.record({ kind: "refund", args: await refundArgs(id, 1n), actor: person }),
  );
  let word: unknown = null;
  const kinds = new Map(world.deps.kinds);
  const own = kinds.get("refund");
  if (!own) throw new Error("There is no such kind.");
  kinds.set("refund", {
    ...own,
    call: async (context) => {
      word = await inShop(db, shopId, (tx) =>
        savePersonVerdict(world.deps, tx, {
          shopId,
          intentId: intent.id,
          verdict: "not_wanted",
          person: "staff 7",
        }),
      );
      return own.call(context);
    },
  });
  expect(await world.carryOut(intent.id, { kinds })).toMatchObject({ state: "done" });
  expect(word).toEqual(refuse({ code: "too_late", state: "calling" }));
});

/** The registry with kinds that see nothing they could be sure of. */
function blind(parts: readonly "look"[]) {
  const kinds = new Map(world.deps.kinds);
  for (const [name, kind] of kinds)
    if (parts.includes("look"))
      kinds.set(name, { ...kind, look: async () => ({ kind: "unsure", why: "It is dark." }) });
  return kinds;
}
