/** Published versions of the shop's routing rule and the draft. Version 0 is the product's own and has no row. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { ruleBodySchema, VERSION_0, type RuleBody, type RuleVersion } from "./rule-body.ts";

/** The version that routes now. */
export async function findRule(tx: ShopTx, shopId: bigint): Promise<RuleVersion> {
  const row = await tx.routingRuleVersion.findFirst({
    where: { shopId },
    orderBy: { version: "desc" },
  });
  return row ? { ...row, body: ruleBodySchema.parse(row.body) } : VERSION_0;
}

/** Newest first; the product's own last. */
export async function listRules(tx: ShopTx, shopId: bigint): Promise<RuleVersion[]> {
  const rows = await tx.routingRuleVersion.findMany({
    where: { shopId },
    orderBy: { version: "desc" },
    take: 200,
  });
  return [...rows.map((row) => ({ ...row, body: ruleBodySchema.parse(row.body) })), VERSION_0];
}

export type RuleDraft = {
  readonly body: RuleBody;
  readonly savedAt: Date;
  readonly savedBy: string;
};

export async function findDraft(tx: ShopTx, shopId: bigint): Promise<RuleDraft | null> {
  const row = await tx.routingRuleDraft.findUnique({ where: { shopId } });
  return row && { ...row, body: ruleBodySchema.parse(row.body) };
}
