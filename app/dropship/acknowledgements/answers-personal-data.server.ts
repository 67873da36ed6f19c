/** What suppliers wrote about a shopper's order: questions and replies may name the person, so both are handed out and emptied. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const supplierAnswersPersonalData: PersonalDataStore = {
  name: "Suppliers' questions and replies",
  exportCustomer: async (tx, target) => {
    const { questions, proposals } = await findTexts(tx, target);
    return [
      {
        table: "supplier_questions",
        rows: questions.map(({ id, text, answer, askedAt }) => ({
          id: id.toString(),
          text,
          answer,
          asked_at: askedAt.toISOString(),
        })),
      },
      {
        table: "supplier_proposals",
        rows: proposals.map(({ id, text, receivedAt }) => ({
          id: id.toString(),
          text,
          received_at: receivedAt.toISOString(),
        })),
      },
    ].filter(({ rows }) => rows.length > 0);
  },
  eraseCustomer: async (tx, target) => {
    const { shopId } = target;
    const { questions, proposals } = await findTexts(tx, target);
    const ids = (rows: readonly { readonly id: bigint }[]) => rows.map(({ id }) => id);
    const questionsGone = await tx.supplierQuestion.deleteMany({
      where: { shopId, id: { in: ids(questions) } },
    });
    const proposalsGone = await tx.supplierProposal.deleteMany({
      where: { shopId, id: { in: ids(proposals) } },
    });
    return [
      { table: "supplier_questions", rows: questionsGone.count, outcome: "deleted" as const },
      { table: "supplier_proposals", rows: proposalsGone.count, outcome: "deleted" as const },
    ].filter(({ rows }) => rows > 0);
  },
};

/** Of the person's purchase orders, and whatever names the person. */
async function findTexts(tx: ShopTx, { shopId, orderGids, words }: PersonTarget) {
  const orders = await tx.purchaseOrder.findMany({
    where: { shopId, orderGid: { in: [...orderGids] } },
    select: { id: true },
  });
  const orderIds = orders.map(({ id }) => id);
  const naming = words.map((word) => ({ text: { contains: word, mode: "insensitive" as const } }));
  const named = await tx.supplierProposalOrder.findMany({
    where: { shopId, purchaseOrderId: { in: orderIds } },
    select: { proposalId: true },
  });
  return {
    questions: await tx.supplierQuestion.findMany({
      where: { shopId, OR: [{ purchaseOrderId: { in: orderIds } }, ...naming] },
    }),
    proposals: await tx.supplierProposal.findMany({
      where: { shopId, OR: [{ id: { in: named.map(({ proposalId }) => proposalId) } }, ...naming] },
    }),
  };
}
