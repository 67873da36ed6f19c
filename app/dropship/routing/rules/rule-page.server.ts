/** Everything the page Rules › Routing shows, as its view. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { formatMoney } from "#app/platform/money.ts";
import {
  DIFFERENCES_A_PAGE,
  findBacktest,
  listDifferences,
  listSingleSources,
  type Backtest,
  type Side,
} from "#app/dropship/routing/backtest/backtests-store.server.ts";
import type { Figures } from "#app/dropship/routing/backtest/backtest-order.ts";
import { readLateCaptures } from "#app/dropship/routing/late-captures.server.ts";
import { nameOf } from "#app/shops/people/staff-store.server.ts";
import { BACKTEST_FROM_ORDERS } from "./change-rule.server.ts";
import { compareRules, describeRule, type RuleNames } from "./describe-rule.ts";
import { hashRule } from "./rule-hash.server.ts";
import { findDraft, listRules } from "./rules-store.server.ts";

type PageDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export function getRulePage({ db, clock }: PageDeps, shopId: bigint, page: number) {
  return inShop(db, shopId, async (tx) => {
    const names = await readNames(tx, shopId);
    const versions = await listRules(tx, shopId);
    const staff = await tx.staffMember.findMany({ where: { shopId } });
    const personOf = (id: string | null) =>
      id === null ? null : nameOf(staff.find((one) => one.id === id) ?? { id, name: null });
    const [current] = versions;
    const draft = await findDraft(tx, shopId);
    const body = draft?.body ?? current?.body;
    const orders = await tx.order.count({
      where: { shopId, deletedAt: null, isTest: false },
      take: BACKTEST_FROM_ORDERS,
    });
    const backtest = await findBacktest(tx, shopId);
    return {
      currency: names.currency,
      suppliers: [...names.suppliers].map(([value, label]) => ({ value, label })),
      rule: body ?? null,
      draft: draft && {
        hash: hashRule(draft.body),
        savedAt: draft.savedAt.toISOString(),
        savedBy: personOf(draft.savedBy),
        reading: describeRule(draft.body, names),
        changes: current ? compareRules(current.body, draft.body, names) : null,
      },
      needsBacktest: orders >= BACKTEST_FROM_ORDERS,
      lateCaptures: await readLateCaptures(tx, shopId, clock.now()),
      versions: versions.map((one, index) => ({
        version: one.version,
        publishedAt: one.publishedAt?.toISOString() ?? null,
        publishedBy: personOf(one.publishedBy),
        reading: describeRule(one.body, names),
        changes: describeChange(versions[index + 1]?.body, one.body, names),
      })),
      backtest: backtest && (await viewBacktest(tx, shopId, backtest, names, page)),
    };
  });
}

type Body = Parameters<typeof describeRule>[0];

const describeChange = (before: Body | undefined, after: Body, names: RuleNames) =>
  before ? compareRules(before, after, names) : null;

async function readNames(tx: ShopTx, shopId: bigint): Promise<RuleNames> {
  const shop = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true },
  });
  const suppliers = await tx.supplier.findMany({
    where: { shopId, state: { not: "archived" } },
    orderBy: [{ priority: "asc" }, { name: "asc" }],
    select: { id: true, name: true },
  });
  return {
    currency: shop.currency ?? "USD",
    suppliers: new Map(suppliers.map(({ id, name }) => [id.toString(), name])),
  };
}

const MS_PER_DAY = 86_400_000;

async function viewBacktest(
  tx: ShopTx,
  shopId: bigint,
  backtest: Backtest,
  names: RuleNames,
  page: number,
) {
  const { backtestId, state, bodyHash, baseVersion, ordersDone, ordersTotal, sums } = backtest;
  const isDone = state === "done";
  const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency: names.currency });
  const days =
    sums.from && sums.until
      ? Math.ceil((Date.parse(sums.until) - Date.parse(sums.from)) / MS_PER_DAY) || 1
      : 0;
  const differences = isDone ? await listDifferences(tx, shopId, backtestId, page) : [];
  return {
    backtestId: backtestId.toString(),
    state,
    bodyHash,
    baseVersion,
    ordersDone,
    ordersTotal,
    days,
    lines: sums.lines,
    secondSourced: sums.secondSourced,
    ofToday: sums.ofToday,
    different: sums.different,
    before: viewFigures(sums.before, money),
    after: viewFigures(sums.after, money),
    saved: money(sums.before.costMinor - sums.after.costMinor),
    singleSources: isDone ? await listSingleSources(tx, shopId) : [],
    page,
    hasMore: (page + 1) * DIFFERENCES_A_PAGE < sums.different,
    differences: differences.map(({ orderId, name, before, after }) => ({
      orderId,
      name,
      before: viewSide(before, money, names),
      after: viewSide(after, money, names),
    })),
  };
}

const percent = (part: number, whole: number) =>
  whole > 0 ? `${Math.round((part / whole) * 1_000) / 10} %` : "not known";

const viewFigures = (figures: Figures, money: (minor: bigint) => string) => ({
  cost: money(figures.costMinor),
  parcels: figures.parcels,
  held: figures.heldUnits,
  units: figures.units,
  margin: percent(Number(figures.priceMinor - figures.costMinor), Number(figures.priceMinor)),
  onTime: percent(figures.onTimeUnits, figures.ratedUnits),
});

const viewSide = (side: Side, money: (minor: bigint) => string, { suppliers }: RuleNames) =>
  [
    side.suppliers.map((id) => suppliers.get(id) ?? "an archived supplier").join(", ") || "nobody",
    money(BigInt(side.costMinor)),
    ...(side.heldUnits > 0 ? [`${side.heldUnits} held`] : []),
  ].join(" · ");

export type RulePage = Awaited<ReturnType<typeof getRulePage>>;
