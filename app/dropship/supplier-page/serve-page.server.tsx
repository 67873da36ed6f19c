/** A request to the supplier's page, from the token to the answer. Looking never acts; only a post does. */
import { inShop } from "#app/platform/db.server.ts";
import type { OutboxDeps } from "#app/messages/record-message.server.ts";
import { askQuestion } from "#app/dropship/acknowledgements/questions.server.ts";
import { isSupplierLanguage } from "#app/dropship/supplier-words/words-of.ts";
import { actAnswers } from "./act-answers.server.tsx";
import { actCheckFile, actSaveFile } from "./act-file.server.tsx";
import { actCheckRows, actSaveRows, actShip, actTell } from "./act-tracking.server.tsx";
import { fieldsOf, type Fields } from "./answer-form.ts";
import { askForLink } from "./ask-for-link.server.ts";
import { countUse } from "./limit-uses.server.ts";
import { findByNumber } from "./load-page.server.ts";
import { maskAddress, openLink, type OpenedLink, type PageDeps } from "./open-link.server.ts";
import { ExpiredPage, MessagePage } from "./parts/message-pages.tsx";
import { Notice } from "./parts/page-frame.tsx";
import type { Place } from "./place.ts";
import { createReader, type Reader } from "./reader.ts";
import { readForm } from "./read-form.server.ts";
import { answerPage, goTo, type PageAnswer } from "./render-page.server.tsx";
import { refusedNotice, saidNotice, showPage, type Scene } from "./show-page.server.tsx";

export type ServeDeps = PageDeps & { readonly outbox: OutboxDeps };

export async function servePage(
  deps: ServeDeps,
  request: Request,
  token: string,
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const opened = await openLink(deps, token);
  const now = deps.clock.now();
  const chosen = searchParams.get("lang");
  const lang = isSupplierLanguage(chosen) ? chosen : null;
  if (opened.kind === "unknown") return answerUnknown(createReader(lang ?? "en", "UTC", now));
  const { visit } = opened;
  const reader = createReader(lang ?? visit.contact.language, visit.supplier.timeZone, now);
  const place: Place = { token, lang, order: searchParams.get("order") };
  const isPost = request.method === "POST";
  if (opened.kind !== "open") {
    const answer = await answerEnded(deps, opened, { reader, place, isPost });
    return answerPage(answer, { reader, place });
  }
  const scene: Scene = { visit, place, reader, now };
  const answer = isPost
    ? await servePost(deps, scene, request)
    : await showPage(deps, scene, { notice: saidNotice(searchParams, reader) });
  return answerPage(answer, { reader, place });
}

/** One answer for whatever opens nothing. */
function answerUnknown(reader: Reader): Response {
  const { unknownTitle: title, unknownBody: text } = reader.words;
  return answerPage(
    { kind: "page", status: 404, title, body: <MessagePage {...{ title, text }} /> },
    { reader, place: null },
  );
}

async function answerEnded(
  deps: ServeDeps,
  opened: Extract<OpenedLink, { kind: "expired" | "closed" }>,
  { reader, place, isPost }: { reader: Reader; place: Place; isPost: boolean },
): Promise<PageAnswer> {
  const { words } = reader;
  const { visit } = opened;
  const page = (body: React.ReactElement, title: string, status = 410): PageAnswer => ({
    kind: "page",
    status,
    title,
    body,
  });
  if (opened.kind === "closed") {
    const text = words.closedBody(visit.shopName, reader.day(opened.closedAt));
    return page(<MessagePage title={words.closedTitle} text={text} />, words.closedTitle);
  }
  const masked = visit.contact.email === null ? null : maskAddress(visit.contact.email);
  if (!isPost || masked === null)
    return page(<ExpiredPage {...{ reader, place, masked }} />, words.expiredNoMail);
  const asked = await askForLink(deps, visit, reader);
  if (asked.ok) {
    const title = words.newLinkSent(masked);
    return page(<MessagePage title={title} />, title, 200);
  }
  const isOften = asked.refusal.code === "too_often";
  const title = isOften ? words.tooOften : words.expiredNoMail;
  return page(<MessagePage title={title} />, title, isOften ? 429 : 410);
}

async function servePost(deps: ServeDeps, scene: Scene, request: Request): Promise<PageAnswer> {
  const { visit, reader, now } = scene;
  const { words } = reader;
  const isAllowed = await inShop(deps.db, visit.shopId, (tx) => countUse(tx, visit, "post", now));
  const refusePage = (title: string, status: number) =>
    showPage(deps, scene, { notice: <Notice tone="bad" title={title} />, status });
  if (!isAllowed) return refusePage(words.tooOften, 429);
  const form = await readForm(request);
  if (!form.ok) {
    const isLarge = form.refusal.code === "too_large";
    return refusePage(isLarge ? words.tooLarge : words.badForm, isLarge ? 413 : 400);
  }
  const fields = fieldsOf(form.value);
  switch (fields.get("intent")) {
    case "answer":
      return actAnswers(deps, scene, fields);
    case "check_rows":
      return actCheckRows(deps, scene, fields);
    case "save_rows":
      return actSaveRows(deps, scene, fields);
    case "ship":
      return actShip(deps, scene, fields);
    case "tell":
      return actTell(deps, scene, fields);
    case "ask":
      return actAsk(deps, scene, fields);
    case "check_file":
      return actCheckFile(deps, scene, form.value.get("file"));
    case "save_file":
      return actSaveFile(deps, scene, fields);
    default:
      return refusePage(words.badForm, 400);
  }
}

async function actAsk(deps: PageDeps, scene: Scene, fields: Fields): Promise<PageAnswer> {
  const { visit, place, reader, now } = scene;
  const { shopId, supplier, contact } = visit;
  const asked = await inShop(deps.db, shopId, async (tx) => {
    if (!(await countUse(tx, visit, "question", now))) return "too_often";
    const order = place.order === null ? null : await findByNumber(tx, visit, place.order);
    const draft = {
      shopId,
      supplierId: supplier.supplierId,
      contactId: contact.contactId,
      purchaseOrder: order,
      text: fields.get("question"),
      now,
    };
    const answer = await askQuestion(tx, draft);
    return answer.ok ? null : answer.refusal.code;
  });
  if (asked === null) return goTo(place, "asked", 1);
  const { words } = reader;
  const sentence =
    asked === "too_often"
      ? words.tooOften
      : asked === "too_long"
        ? words.tooLarge
        : words.row.empty;
  return showPage(deps, scene, {
    typed: fields,
    notice: refusedNotice(reader, [sentence]),
    status: asked === "too_often" ? 429 : 422,
  });
}
