/** Yes, no and partly: one transaction per order, so that one that was taken back spoils no other. */
import { inShop } from "#app/platform/db.server.ts";
import { answerPurchaseOrder } from "#app/dropship/acknowledgements/answer-purchase-order.server.ts";
import {
  ANSWER_REFUSAL_STATUS,
  type AnswerRefusal,
} from "#app/dropship/acknowledgements/answer.ts";
import { readAnswers, type Fields } from "./answer-form.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { listOpen } from "./load-page.server.ts";
import type { PageDeps } from "./open-link.server.ts";
import { AnswerReview } from "./parts/review-page.tsx";
import { goTo, type PageAnswer } from "./render-page.server.tsx";
import { refusedNotice, showPage, type Scene } from "./show-page.server.tsx";

export async function actAnswers(
  deps: PageDeps,
  scene: Scene,
  fields: Fields,
): Promise<PageAnswer> {
  const { visit, place, reader } = scene;
  const { words } = reader;
  const open = await inShop(deps.db, visit.shopId, (tx) => listOpen(tx, visit));
  const read = readAnswers(fields, new Map(open.map((order) => [order.id, order])));
  if (read.problems.length > 0) {
    const sentences = read.problems.map(({ code, title }) => words.refusal[code](title));
    const notice = refusedNotice(reader, sentences);
    return showPage(deps, scene, { typed: fields, notice, status: 422 });
  }
  const needsLook = read.declines.length > 0 || read.prices.length > 0;
  if (needsLook && !fields.has("is_right"))
    return {
      kind: "page",
      title: words.reviewTitle,
      body: <AnswerReview {...{ reader, place, read, fields }} />,
    };
  const { refusals, changed } = await saveAnswers(deps, scene, read.wishes);
  const said = read.declines.length > 0 ? "answered" : "accepted";
  if (refusals.length === 0)
    return changed === 0 ? goTo(place, "unchanged", 0) : goTo(place, said, changed);
  const done = changed > 0 ? words.said[said](changed) : null;
  const sentences = refusals.map((refusal) => describeRefusal(refusal, reader));
  const [first] = refusals;
  return showPage(deps, scene, {
    notice: refusedNotice(reader, sentences, done),
    status: first ? ANSWER_REFUSAL_STATUS[first.code] : 422,
    // What was right is saved and gone from the page; only a wrong entry is shown again.
    typed: changed > 0 ? null : fields,
  });
}

async function saveAnswers(
  deps: PageDeps,
  { visit }: Scene,
  wishes: ReturnType<typeof readAnswers>["wishes"],
): Promise<{ readonly refusals: readonly AnswerRefusal[]; readonly changed: number }> {
  const { shopId, supplier, contact } = visit;
  const refusals: AnswerRefusal[] = [];
  let changed = 0;
  for (const wish of wishes) {
    const answered = await inShop(deps.db, shopId, (tx) =>
      answerPurchaseOrder(deps, tx, {
        ...wish,
        shopId,
        supplierId: supplier.supplierId,
        source: "link",
        author: contact.contactId.toString(),
      }),
    );
    if (!answered.ok) refusals.push(answered.refusal);
    else if (answered.value.isChanged) changed += 1;
  }
  return { refusals, changed };
}
