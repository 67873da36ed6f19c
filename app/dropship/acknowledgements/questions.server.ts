/** Questions of suppliers: asked on their page, answered by the shop, and told back by mail and on the page. */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordServiceMail } from "#app/messages/record-service-mail.server.ts";
import type { OutboxDeps } from "#app/messages/record-message.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { isSupplierLanguage, wordsOf } from "#app/dropship/supplier-words/words-of.ts";
import { plainMail } from "./plain-mail.ts";

export const MOST_QUESTION_LENGTH = 2_000;

export type QuestionDraft = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly contactId: bigint;
  /** null = about no single order */
  readonly purchaseOrder: { readonly id: bigint; readonly number: string } | null;
  readonly text: string;
  readonly now: Date;
};

export type QuestionRefusal = { readonly code: "empty" | "too_long" };

export async function askQuestion(
  tx: ShopTx,
  { shopId, supplierId, contactId, purchaseOrder, text, now }: QuestionDraft,
): Promise<Result<bigint, QuestionRefusal>> {
  const asked = text.trim();
  if (asked === "") return refuse({ code: "empty" });
  if (asked.length > MOST_QUESTION_LENGTH) return refuse({ code: "too_long" });
  const about = { shopId, supplierId, contactId, purchaseOrderId: purchaseOrder?.id ?? null };
  // A form sent twice by an impatient thumb is one question, also when both arrive at once.
  await tx.$queryRaw`
    select 1 from supplier_contacts
    where shop_id = ${shopId} and id = ${contactId} for no key update`;
  const known = await tx.supplierQuestion.findFirst({
    where: { ...about, text: asked, answeredAt: null },
    select: { id: true },
  });
  if (known) return accept(known.id);
  const { id } = await tx.supplierQuestion.create({
    data: { ...about, text: asked, askedAt: now },
    select: { id: true },
  });
  const { name } = await tx.supplier.findUniqueOrThrow({
    where: { shopId_id: { shopId, id: supplierId } },
    select: { name: true },
  });
  await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    key: `question:${id}`,
    title: `${name} asks a question${purchaseOrder ? ` about ${purchaseOrder.number}` : ""}`,
    sentence: "Open it and answer; the answer goes back by mail.",
    path: purchaseOrder
      ? `/app/supplier-answers/${purchaseOrder.id}`
      : `/app/supplier-answers/s${supplierId}`,
    forStaffId: null,
    raisedAt: now,
  });
  return accept(id);
}

export type Question = {
  readonly id: string;
  readonly text: string;
  readonly askedAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
};

const MOST_LISTED = 50;

/** Of one purchase order, first to last. For the merchant's page. */
export async function listQuestions(
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<Question[]> {
  const rows = await tx.supplierQuestion.findMany({
    where: { shopId, purchaseOrderId },
    orderBy: { id: "asc" },
    take: MOST_LISTED,
  });
  return rows.map(toQuestion);
}

/** The supplier's own, of one order or of none. */
export async function listQuestionsOf(
  tx: ShopTx,
  {
    shopId,
    supplierId,
    purchaseOrderId,
  }: {
    readonly shopId: bigint;
    readonly supplierId: bigint;
    readonly purchaseOrderId: bigint | null;
  },
): Promise<Question[]> {
  const rows = await tx.supplierQuestion.findMany({
    where: { shopId, supplierId, purchaseOrderId },
    orderBy: { id: "desc" },
    take: purchaseOrderId === null ? 5 : MOST_LISTED,
  });
  return rows.reverse().map(toQuestion);
}

/** About no single order, not answered yet: for the supplier's page of the merchant. */
export async function listOpenQuestions(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<Question[]> {
  const rows = await tx.supplierQuestion.findMany({
    where: { shopId, supplierId, purchaseOrderId: null, answeredAt: null },
    orderBy: { id: "asc" },
    take: MOST_LISTED,
  });
  return rows.map(toQuestion);
}

const toQuestion = ({
  id,
  text,
  askedAt,
  answer,
  answeredAt,
}: Omit<Question, "id"> & { id: bigint }) => ({
  id: id.toString(),
  text,
  askedAt,
  answer,
  answeredAt,
});

export type AnswerDeps = {
  readonly clock: Clock;
  readonly outbox: OutboxDeps;
};

export type QuestionAnswer = {
  readonly shopId: bigint;
  readonly questionId: bigint;
  readonly text: string;
  readonly staffId: string;
};

export type AnswerQuestionRefusal = {
  readonly code: "unknown_question" | "answered_already" | "empty" | "too_long";
};

/** `isMailed`: false where the contact has no address; the answer stands on their page all the same. */
export async function answerQuestion(
  { clock, outbox }: AnswerDeps,
  tx: ShopTx,
  { shopId, questionId, text, staffId }: QuestionAnswer,
): Promise<Result<{ readonly isMailed: boolean }, AnswerQuestionRefusal>> {
  const answer = text.trim();
  if (answer === "") return refuse({ code: "empty" });
  if (answer.length > MOST_QUESTION_LENGTH) return refuse({ code: "too_long" });
  const now = clock.now();
  const { count } = await tx.supplierQuestion.updateMany({
    where: { shopId, id: questionId, answeredAt: null },
    data: { answer, answeredAt: now, answeredBy: staffId },
  });
  const question = await tx.supplierQuestion.findUnique({
    where: { shopId_id: { shopId, id: questionId } },
  });
  if (!question) return refuse({ code: "unknown_question" });
  if (count === 0) return refuse({ code: "answered_already" });
  const contact = await tx.supplierContact.findUnique({
    where: { shopId_id: { shopId, id: question.contactId } },
  });
  if (!contact?.email) return accept({ isMailed: false });
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const shopName = shop.name ?? shop.domain;
  const words = wordsOf(isSupplierLanguage(contact.language) ? contact.language : "en");
  const mailed = await recordServiceMail(outbox, tx, shopId, {
    to: contact.email,
    subject: words.answerSubject(shopName),
    ...plainMail(words.answerBody(question.text, answer)),
    dedupeKey: `supplier-question:${questionId}`,
    fromName: shopName,
  });
  return accept({ isMailed: mailed.ok });
}
