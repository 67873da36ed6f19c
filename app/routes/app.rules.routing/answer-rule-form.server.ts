/** What became of a form of the page: a draft saved or discarded, a backtest begun, a version published. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { startBacktest } from "#app/dropship/routing/backtest/backtests-store.server.ts";
import {
  discardDraft,
  publishDraft,
  RULE_STATUS,
  saveDraft,
} from "#app/dropship/routing/rules/change-rule.server.ts";
import {
  ACTIONS,
  NUMBER_FACTS,
  PARCELS,
  RANKS,
  WORD_FACTS,
  type RuleRefusal,
} from "#app/dropship/routing/rules/rule-body.ts";
import { parseRuleForm } from "#app/dropship/routing/rules/rule-form.ts";
import { inShop } from "#app/platform/db.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const text = z.string().max(30_000);
const ruleSchema = z.object({
  conditions: z
    .array(
      z.object({
        tests: z
          .array(
            z.object({ fact: z.enum([...WORD_FACTS, ...NUMBER_FACTS]), op: text, value: text }),
          )
          .max(50),
        action: z.enum(ACTIONS),
        supplierIds: z.array(text).max(500),
      }),
    )
    .max(200),
  rank: z.array(z.enum(RANKS)).max(20),
  parcels: z.enum(PARCELS),
  marginFloor: text,
  maxLeadTime: text,
  routesOnAuthorisation: z.boolean(),
});
const formSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("save"), rule: ruleSchema }),
  z.object({ intent: z.literal("discard") }),
  z.object({ intent: z.literal("backtest") }),
  z.object({
    intent: z.literal("publish"),
    draftHash: z.string().max(100),
    backtestId: z
      .string()
      .regex(/^\d{1,18}$/)
      .nullable(),
  }),
]);

type By = { readonly shopId: bigint; readonly staffId: string };
type Answered = { readonly answer: FormAnswer; readonly status: number };

export async function answerRuleForm(
  deps: Pick<Deps, "db" | "clock">,
  by: By,
  fields: FormData,
): Promise<Answered> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return refused(
      { code: "form_unreadable", sentence: "The form could not be read. Reload and try again." },
      400,
    );
  switch (form.data.intent) {
    case "save":
      return save(deps, by, form.data.rule);
    case "discard":
      await discardDraft(deps, by);
      return done("Draft discarded");
    case "backtest": {
      const started = await startBacktest(deps, by);
      return started.ok ? done("Trying it on your orders") : refused(started.refusal);
    }
    case "publish": {
      const { draftHash, backtestId } = form.data;
      const seen = { draftHash, backtestId: backtestId === null ? null : BigInt(backtestId) };
      const published = await publishDraft(deps, by, seen);
      return published.ok
        ? done(`Version ${published.value} holds now`)
        : refused(published.refusal);
    }
  }
}

async function save(
  deps: Pick<Deps, "db" | "clock">,
  by: By,
  rule: z.output<typeof ruleSchema>,
): Promise<Answered> {
  const shop = await inShop(deps.db, by.shopId, (tx) =>
    tx.shop.findUniqueOrThrow({ where: { id: by.shopId }, select: { currency: true } }),
  );
  const parsed = parseRuleForm(rule, shop.currency ?? "USD");
  if (!parsed.ok) return refused(parsed.refusal);
  const saved = await saveDraft(deps, by, parsed.value);
  return saved.ok ? done("Draft saved") : refused(saved.refusal);
}

const done = (words: string): Answered => ({
  answer: { isSaved: true, message: null, done: words },
  status: 200,
});

const refused = ({ code, sentence }: RuleRefusal, status = RULE_STATUS[code] ?? 422): Answered => ({
  answer: { isSaved: false, code, message: sentence },
  status,
});
