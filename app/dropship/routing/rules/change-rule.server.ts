/** The draft of the routing rule and its publication. A published version is never changed; another one takes its place. */
import type { Clock } from "#app/platform/clock.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { findRuleRefusal, ruleBodySchema, type RuleBody, type RuleRefusal } from "./rule-body.ts";
import { hashRule } from "./rule-hash.server.ts";
import { findDraft, findRule } from "./rules-store.server.ts";

/** With fewer orders a look at the rule says as much. */
export const BACKTEST_FROM_ORDERS = 50;

type RuleDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };
type By = { readonly shopId: bigint; readonly staffId: string };

export const RULE_STATUS: Readonly<Record<string, number>> = {
  backtest_needed: 409,
  no_draft: 409,
  nothing_new: 409,
  changed_meanwhile: 409,
};

/** Keeps the draft as it was typed, if it is a rule at all. */
export function saveDraft(
  deps: RuleDeps,
  { shopId, staffId }: By,
  body: unknown,
): Promise<Result<RuleBody, RuleRefusal>> {
  return inShop(deps.db, shopId, async (tx) => {
    const checked = await checkBody(tx, shopId, body);
    if (!checked.ok) return checked;
    const data = { body: checked.value, savedAt: deps.clock.now(), savedBy: staffId };
    await tx.routingRuleDraft.upsert({
      where: { shopId },
      create: { shopId, ...data },
      update: data,
    });
    return checked;
  });
}

export function discardDraft(deps: RuleDeps, { shopId }: By): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    await tx.routingRuleDraft.deleteMany({ where: { shopId } });
  });
}

/** Makes the draft the rule. `draftHash` and `backtestId` are what the person had before their eyes. */
export function publishDraft(
  deps: RuleDeps,
  { shopId, staffId }: By,
  seen: { readonly draftHash: string; readonly backtestId: bigint | null },
): Promise<Result<number, RuleRefusal>> {
  return inShop(deps.db, shopId, async (tx) => {
    await tx.$queryRaw`
      select 1 from pg_advisory_xact_lock(hashtextextended(${`routing-rule:${shopId}`}, 0))`;
    const draft = await findDraft(tx, shopId);
    if (!draft) return refuse(NO_DRAFT);
    if (hashRule(draft.body) !== seen.draftHash) return refuse(CHANGED);
    const checked = await checkBody(tx, shopId, draft.body);
    if (!checked.ok) return checked;
    const current = await findRule(tx, shopId);
    if (hashRule(current.body) === hashRule(draft.body)) return refuse(NOTHING_NEW);
    const refusal = await findBacktestRefusal(tx, shopId, seen, current.version);
    if (refusal) return refuse(refusal);
    const version = current.version + 1;
    const now = deps.clock.now();
    await tx.routingRuleVersion.create({
      data: { shopId, version, body: draft.body, publishedAt: now, publishedBy: staffId },
    });
    await tx.routingRuleDraft.deleteMany({ where: { shopId } });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.rule",
      changedAt: now,
      before: { version: current.version },
      after: { version },
    });
    await enqueueWake(tx, shopId, "rule");
    return accept(version);
  });
}

const NO_DRAFT = {
  code: "no_draft",
  sentence: "There is no draft. Somebody has published or discarded it; reload the page.",
};
const CHANGED = {
  code: "changed_meanwhile",
  sentence: "Somebody has changed the draft. Reload the page and look at it again.",
};
const NOTHING_NEW = {
  code: "nothing_new",
  sentence: "The draft says what the rule says already. Discard it or change it.",
};

async function findBacktestRefusal(
  tx: ShopTx,
  shopId: bigint,
  { draftHash, backtestId }: { readonly draftHash: string; readonly backtestId: bigint | null },
  baseVersion: number,
): Promise<RuleRefusal | null> {
  const orders = await tx.order.count({
    where: { shopId, deletedAt: null, isTest: false },
    take: BACKTEST_FROM_ORDERS,
  });
  if (orders < BACKTEST_FROM_ORDERS) return null;
  const test =
    backtestId === null
      ? null
      : await tx.routingBacktest.findUnique({ where: { shopId_id: { shopId, id: backtestId } } });
  if (test?.state === "done" && test.bodyHash === draftHash && test.baseVersion === baseVersion) {
    await tx.routingBacktest.update({
      where: { shopId_id: { shopId, id: test.id } },
      data: { seenAt: test.finishedAt },
    });
    return null;
  }
  return {
    code: "backtest_needed",
    sentence: "Try this draft on your orders first, and look at the result.",
  };
}

async function checkBody(
  tx: ShopTx,
  shopId: bigint,
  body: unknown,
): Promise<Result<RuleBody, RuleRefusal>> {
  const parsed = ruleBodySchema.safeParse(body);
  if (!parsed.success)
    return refuse({
      code: "rule_malformed",
      sentence: describeIssue(parsed.error.issues[0]?.path ?? []),
    });
  const refusal = findRuleRefusal(parsed.data);
  if (refusal) return refuse(refusal);
  const ids = [...new Set(parsed.data.conditions.flatMap(({ supplierIds }) => supplierIds))];
  const known = await tx.supplier.count({
    where: { shopId, id: { in: ids.map(BigInt) }, state: { not: "archived" } },
  });
  if (known < ids.length)
    return refuse({
      code: "supplier_gone",
      sentence: "A condition names a supplier that was archived. Choose another one.",
    });
  return accept(parsed.data);
}

/** Where in the form it is, in the form's own words. */
function describeIssue([field, index]: readonly PropertyKey[]): string {
  if (field === "conditions" && typeof index === "number")
    return `Condition ${index + 1} is not complete. Fill in every field of it.`;
  if (field === "marginFloorPercent") return "The margin must be a whole number from 0 to 95.";
  if (field === "maxLeadTimeDays") return "The lead time must be a whole number from 0 to 365.";
  if (field === "rank") return "Choose at least one way to rank suppliers.";
  return "The rule could not be read. Reload the page and try again.";
}
