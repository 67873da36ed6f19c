/** What a supplier has said and a person of the shop has to settle: replies, prices, questions. As a page shows it. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { formatMoney } from "#app/platform/money.ts";
import { describeShipmentRefusal } from "#app/dropship/shipments/shipment-refusals.ts";
import { describeAnswerRefusal } from "./answer.ts";
import type { FilePlan, FileProblem } from "./decide-file.ts";
import { listProposals } from "./proposals.server.ts";
import { listOpenQuestions, listQuestions, type Question } from "./questions.server.ts";
import { listStatedCosts } from "./stated-costs.server.ts";

export type AnswersAbout =
  | { readonly kind: "purchase_order"; readonly purchaseOrderId: bigint }
  /** what is about no single order */
  | { readonly kind: "supplier"; readonly supplierId: bigint };

export type ProposalView = {
  readonly proposalId: string;
  readonly text: string | null;
  readonly receivedAt: string;
  /** what a yes would do, sentence by sentence */
  readonly does: readonly string[];
  readonly doubts: readonly string[];
};

export type CostView = {
  readonly lineId: string;
  readonly title: string;
  readonly ordered: string;
  readonly stated: string;
  /** minor units, as it is sent back with the verdict */
  readonly statedMinor: string;
  readonly verdict: "agreed" | "refused" | null;
};

export type QuestionView = {
  readonly questionId: string;
  readonly text: string;
  readonly askedAt: string;
  readonly answer: string | null;
};

export type AnswersView = {
  readonly title: string;
  readonly backTo: string;
  readonly supplierName: string;
  readonly proposals: readonly ProposalView[];
  readonly costs: readonly CostView[];
  readonly questions: readonly QuestionView[];
};

type ViewDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

/** Null: the shop has none of this name. */
export const findAnswersView = (
  deps: ViewDeps,
  shopId: bigint,
  about: AnswersAbout,
): Promise<AnswersView | null> =>
  inShop(deps.db, shopId, (tx) =>
    about.kind === "supplier"
      ? ofSupplier(tx, shopId, about.supplierId)
      : ofPurchaseOrder(deps, tx, shopId, about.purchaseOrderId),
  );

async function ofSupplier(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<AnswersView | null> {
  const supplier = await findName(tx, shopId, supplierId);
  if (supplier === null) return null;
  return {
    title: `Questions of ${supplier}`,
    backTo: `/app/suppliers/${supplierId}`,
    supplierName: supplier,
    proposals: [],
    costs: [],
    questions: (await listOpenQuestions(tx, shopId, supplierId)).map(questionView),
  };
}

async function ofPurchaseOrder(
  deps: ViewDeps,
  tx: ShopTx,
  shopId: bigint,
  id: bigint,
): Promise<AnswersView | null> {
  const order = await tx.purchaseOrder.findUnique({
    where: { shopId_id: { shopId, id } },
    select: { number: true, supplierId: true, currency: true },
  });
  if (!order) return null;
  const proposals = await listProposals(deps, tx, shopId, id);
  const costs = await listStatedCosts(tx, shopId, id);
  const price = (amountMinor: bigint) => formatMoney({ amountMinor, currency: order.currency });
  return {
    title: `What the supplier says about ${order.number}`,
    backTo: `/app/purchase-orders/${id}`,
    supplierName: (await findName(tx, shopId, order.supplierId)) ?? "",
    proposals: proposals.map(({ id: proposalId, text, receivedAt, plan }) => ({
      proposalId: proposalId.toString(),
      text,
      receivedAt: receivedAt.toISOString(),
      does: describePlan(plan),
      doubts: describeDoubts(plan),
    })),
    costs: costs.map(({ lineId, title, orderedMinor, statedMinor, verdict }) => ({
      lineId: lineId.toString(),
      title,
      ordered: price(orderedMinor),
      stated: price(statedMinor),
      statedMinor: statedMinor.toString(),
      verdict,
    })),
    questions: (await listQuestions(tx, shopId, id)).map(questionView),
  };
}

const questionView = ({ id, text, askedAt, answer }: Question): QuestionView => ({
  questionId: id,
  text,
  askedAt: askedAt.toISOString(),
  answer,
});

async function findName(tx: ShopTx, shopId: bigint, supplierId: bigint): Promise<string | null> {
  const supplier = await tx.supplier.findUnique({
    where: { shopId_id: { shopId, id: supplierId } },
    select: { name: true },
  });
  return supplier?.name ?? null;
}

function describePlan({ answers, parcels }: FilePlan): string[] {
  const said = answers.flatMap(({ order, lines }) =>
    lines.map((answer) => {
      const title = order.lines.find(({ id }) => id === answer.lineId)?.title ?? "";
      const parts = [
        `accepts ${answer.acceptedUnits}`,
        ...(answer.declinedUnits > 0 ? [`declines ${answer.declinedUnits}`] : []),
        ...(answer.promisedOn ? [`ships on ${answer.promisedOn}`] : []),
        ...(answer.statedCostMinor === null
          ? []
          : [
              `costs ${formatMoney({ amountMinor: answer.statedCostMinor, currency: order.currency })}`,
            ]),
      ];
      return `${order.number}, ${title}: ${parts.join(", ")}.`;
    }),
  );
  const shipped = parcels.map(
    ({ order, tracking, carrier }) =>
      `${order.number}: tracking number ${tracking}${carrier ? ` of ${carrier}` : ""}.`,
  );
  return [...said, ...shipped];
}

function describeDoubts({ parcels, problems }: FilePlan): string[] {
  const asked = parcels.flatMap(({ asked: refusal }) =>
    refusal ? [describeShipmentRefusal(refusal)] : [],
  );
  return [...asked, ...problems.map(({ problem }) => describeProblem(problem))];
}

const SHARED_WORDS = {
  order_ambiguous: "Several orders begin with the number that the reply names.",
  twice: "The reply names one tracking number for two orders.",
} as const;

function describeProblem(problem: FileProblem): string {
  switch (problem.code) {
    case "order_ambiguous":
    case "twice":
      return SHARED_WORDS[problem.code];
    case "number_asked":
    case "number_known":
    case "order_revoked":
    case "order_not_open":
    case "line_of_another_order":
    case "nothing_left":
    case "already_scanned":
      return describeShipmentRefusal(problem);
    case "order_unknown":
      return "The reply names an order that is not open with this supplier.";
    case "too_many_units":
      return "leftUnits" in problem
        ? describeShipmentRefusal(problem)
        : describeAnswerRefusal(problem);
    default:
      return describeAnswerRefusal(problem);
  }
}
