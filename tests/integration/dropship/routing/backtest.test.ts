/** A draft is tried on past orders, and only what was tried is published. */
import { expect, test } from "vitest";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import {
  findBacktest,
  listDifferences,
  startBacktest,
} from "#app/dropship/routing/backtest/backtests-store.server.ts";
import { handleBacktest } from "#app/dropship/routing/backtest/handle-backtest.server.ts";
import { publishDraft, saveDraft } from "#app/dropship/routing/rules/change-rule.server.ts";
import { FIRST_RULE } from "#app/dropship/routing/rules/rule-body.ts";
import { hashRule } from "#app/dropship/routing/rules/rule-hash.server.ts";
import { getRulePage } from "#app/dropship/routing/rules/rule-page.server.ts";
import { findRule } from "#app/dropship/routing/rules/rules-store.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addOrderLines } from "#tests/support/dropship/routing.ts";
import { addOffer, addSupplier } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-22T12:00:00Z") };
const deps = { db, clock };
const { id: shopId } = await db.prisma.shop.create({
  data: { domain: "backtest.myshopify.com", installedAt: new Date(), currency: "USD" },
});
const by = { shopId, staffId: "7" };
const asShop = <Value>(work: (tx: ShopTx) => Promise<Value>) => inShop(db, shopId, work);
const signal = new AbortController().signal;
const run = (backtestId: bigint) =>
  handleBacktest(deps, { shopId: `${shopId}`, backtestId: `${backtestId}` }, { signal });

const ORDERS = 60;
const VARIANTS = ["gid://shopify/ProductVariant/1", "gid://shopify/ProductVariant/2"];

const [cheap, dear] = await asShop(async (tx) => {
  const ids: bigint[] = [];
  for (const name of ["Cheap", "Dear"])
    ids.push((await addSupplier(tx, shopId, { name })).supplierId);
  const [first = 0n, second = 0n] = ids;
  await addOffer(tx, shopId, { supplierId: first, variantGid: VARIANTS[0]!, costMinor: 900n });
  await addOffer(tx, shopId, { supplierId: second, variantGid: VARIANTS[0]!, costMinor: 1_000n });
  await addOffer(tx, shopId, { supplierId: first, variantGid: VARIANTS[1]!, costMinor: 900n });
  for (let n = 0; n < ORDERS; n += 1) {
    const order = await addOrder(tx, shopId, {
      fetchedAt: new Date(),
      source: "import",
      shipCountry: "US",
      placedAt: new Date(Date.UTC(2026, 9, 1, n)),
    });
    const lines = VARIANTS.slice(n % 2).map((variantGid, index) => ({
      gid: `gid://shopify/LineItem/${n}0${index}`,
      variantGid,
      quantity: 1,
    }));
    await addOrderLines(tx, shopId, order.id, lines);
  }
  return ids;
});
const draft = {
  ...FIRST_RULE,
  conditions: [{ tests: [], action: "prefer", supplierIds: [`${dear}`] }],
};

test("tries a draft on every order, order by order, and goes on where it stopped", async () => {
  expect(await startBacktest(deps, by)).toMatchObject({ refusal: { code: "no_draft" } });
  await saveDraft(deps, by, draft);
  const started = await startBacktest(deps, by);
  if (!started.ok) throw new Error(started.refusal.code);
  expect(await startBacktest(deps, by)).toEqual(started);
  await run(started.value);
  await run(started.value);
  const found = await asShop((tx) => findBacktest(tx, shopId));
  // Every second order holds one line of each product, the others one of the second alone.
  expect(found).toMatchObject({ state: "done", ordersDone: ORDERS, ordersTotal: ORDERS });
  expect(found?.sums).toMatchObject({ lines: 90, secondSourced: 30, different: 30, ofToday: 0 });
  // One parcel at 5.00 and goods at 9.00; the draft opens a second parcel for the dearer one.
  expect(found?.sums.before).toMatchObject({ costMinor: 60n * 500n + 90n * 900n, parcels: 60 });
  expect(found?.sums.after).toMatchObject({
    costMinor: 90n * 500n + 60n * 900n + 30n * 1_000n,
    parcels: 90,
    heldUnits: 0,
  });
  const differences = await asShop((tx) => listDifferences(tx, shopId, started.value, 1));
  expect(differences).toHaveLength(5);
  expect([...(differences[0]?.after.suppliers ?? [])].sort()).toEqual(
    [`${cheap}`, `${dear}`].sort(),
  );
  const page = await getRulePage(deps, shopId, 0);
  expect(page.backtest).toMatchObject({ days: 3, different: 30, hasMore: true });
  expect(page.backtest?.singleSources).toMatchObject([{ lines: 60, sources: 1 }]);
});

test("publishes what was tried, once, and keeps every version", async () => {
  const draftHash = hashRule(draft as never);
  const publish = (backtestId: bigint | null) => publishDraft(deps, by, { draftHash, backtestId });
  expect(await publish(null)).toMatchObject({ refusal: { code: "backtest_needed" } });
  const found = await asShop((tx) => findBacktest(tx, shopId));
  expect(await publish(found?.backtestId ?? 0n)).toEqual({ ok: true, value: 1 });
  expect(await publish(found?.backtestId ?? 0n)).toMatchObject({ refusal: { code: "no_draft" } });
  expect(await asShop((tx) => findRule(tx, shopId))).toMatchObject({ version: 1, body: draft });
  const change = asShop(
    (tx) => tx.$executeRaw`update routing_rules set body = '{}' where shop_id = ${shopId}`,
  );
  await expect(change).rejects.toThrow();
  expect(await saveDraft(deps, by, { ...draft, rank: [] })).toMatchObject({ ok: false });
  const gone = { ...draft, conditions: [{ tests: [], action: "only", supplierIds: ["999"] }] };
  expect(await saveDraft(deps, by, gone)).toMatchObject({ refusal: { code: "supplier_gone" } });
});

test("counts what orders earn without the tax that their prices contain", async () => {
  const priceOf = async () => {
    await saveDraft(deps, by, { ...draft, marginFloorPercent: 60 });
    const started = await startBacktest(deps, by);
    if (!started.ok) throw new Error(started.refusal.code);
    await run(started.value);
    const { sums } = (await asShop((tx) => findBacktest(tx, shopId))) ?? {};
    return { earned: sums?.before.priceMinor, held: sums?.after.heldUnits };
  };
  // 64 % of 25.00 are left at a cost of 9.00, and 60 % for the dearer one.
  expect(await priceOf()).toEqual({ earned: 90n * 2_500n, held: 0 });
  await asShop(async (tx) => {
    await tx.order.updateMany({ where: { shopId }, data: { taxesIncluded: true } });
    await tx.orderLine.updateMany({ where: { shopId }, data: { taxMinor: 399n } });
  });
  // 21.01 are earned: 57 % are left.
  expect(await priceOf()).toEqual({ earned: 90n * 2_101n, held: 90 });
});
