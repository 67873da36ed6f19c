/** What a person of the shop decides about a supplier's words: a form in, one transaction, a sentence out. */
import { z } from "zod";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { answerQuestion, type AnswerDeps } from "./questions.server.ts";
import { settleProposal } from "./proposals.server.ts";
import { decideStatedCost } from "./stated-costs.server.ts";

const id = z.string().regex(/^\d{1,18}$/);

const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("proposal"),
    proposalId: id,
    verdict: z.enum(["confirm", "dismiss"]),
  }),
  z.object({
    intent: z.literal("cost"),
    purchaseOrderId: id,
    lineId: id,
    statedMinor: id,
    verdict: z.enum(["agreed", "refused"]),
  }),
  z.object({ intent: z.literal("answer"), questionId: id, text: z.string().max(5_000) }),
]);

export type AnswersForm = z.output<typeof formSchema>;

export type ActedOn =
  | { readonly ok: true; readonly done: string }
  | {
      readonly ok: false;
      readonly code: string;
      readonly status: number;
      readonly message: string;
    };

const SENTENCES = {
  unreadable: [422, "The request could not be read. Reload the page and try again."],
  unknown_proposal: [404, "There is no such reply. Reload the page."],
  settled_already: [409, "Somebody has settled this reply already. Reload the page."],
  nothing_asked: [409, "Nothing waits for this line any more. Reload the page."],
  price_changed: [
    409,
    "The supplier has changed the price meanwhile. Reload the page and look again.",
  ],
  unknown_question: [404, "There is no such question. Reload the page."],
  answered_already: [409, "Somebody has answered this question already. Reload the page."],
  empty: [422, "Write an answer first."],
  too_long: [422, "Keep the answer under 2,000 characters."],
} as const satisfies Record<string, readonly [number, string]>;

const refused = (code: keyof typeof SENTENCES): ActedOn => {
  const [status, message] = SENTENCES[code];
  return { ok: false, code, status, message };
};

export async function actOnAnswers(
  deps: AnswerDeps & { readonly db: Pick<Db, "prisma"> },
  by: { readonly shopId: bigint; readonly staffId: string },
  body: unknown,
): Promise<ActedOn> {
  const parsed = formSchema.safeParse(body);
  if (!parsed.success) return refused("unreadable");
  const form = parsed.data;
  return inShop(deps.db, by.shopId, async (tx): Promise<ActedOn> => {
    if (form.intent === "proposal") {
      const { verdict } = form;
      const wish = { ...by, proposalId: BigInt(form.proposalId), verdict };
      const settled = await settleProposal(deps, tx, wish);
      if (!settled.ok) return refused(settled.refusal.code);
      const { notDone } = settled.value;
      if (notDone.length > 0)
        return { ok: false, code: "partly_done", status: 409, message: notDone.join(" ") };
      return { ok: true, done: verdict === "confirm" ? "Done as the reply says" : "Dismissed" };
    }
    if (form.intent === "cost") {
      const decided = await decideStatedCost(tx, {
        ...by,
        purchaseOrderId: BigInt(form.purchaseOrderId),
        lineId: BigInt(form.lineId),
        statedMinor: BigInt(form.statedMinor),
        verdict: form.verdict,
        now: deps.clock.now(),
      });
      if (!decided.ok) return refused(decided.refusal.code);
      return { ok: true, done: form.verdict === "agreed" ? "Price agreed" : "Price not agreed" };
    }
    const wish = { ...by, questionId: BigInt(form.questionId), text: form.text };
    const answered = await answerQuestion(deps, tx, wish);
    if (!answered.ok) return refused(answered.refusal.code);
    return {
      ok: true,
      done: answered.value.isMailed ? "Answer mailed" : "Answer saved; it stands on their page",
    };
  });
}
