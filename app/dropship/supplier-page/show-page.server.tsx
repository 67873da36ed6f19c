/** The page as it is asked for: today, or one order. Never changes anything. */
import type { ReactNode } from "react";
import type { Fields } from "./answer-form.ts";
import { loadOrder, loadToday } from "./load-page.server.ts";
import type { PageDeps, Visit } from "./open-link.server.ts";
import { Notice } from "./parts/page-frame.tsx";
import { OrderPage } from "./parts/order-page.tsx";
import { TodayPage } from "./parts/today-page.tsx";
import type { Place } from "./place.ts";
import type { Reader } from "./reader.ts";
import type { PageAnswer } from "./render-page.server.tsx";
import { orderView, todayView } from "./today-view.ts";

/** Who asks, where they are, and in which words they read. */
export type Scene = {
  readonly visit: Visit;
  readonly place: Place;
  readonly reader: Reader;
  readonly now: Date;
};

export type Shown = {
  readonly typed?: Fields | null;
  readonly notice?: ReactNode;
  readonly status?: number;
};

export async function showPage(
  deps: PageDeps,
  scene: Scene,
  { typed = null, notice = null, status = 200 }: Shown = {},
): Promise<PageAnswer> {
  const { visit, place, reader, now } = scene;
  const { supplier, shopName } = visit;
  const found = place.order === null ? null : await loadOrder(deps, visit, place.order);
  const title = reader.words.title(shopName);
  if (found) {
    const { order, prices, parcels, questions } = found;
    const view = orderView(order, { reader, prices, now });
    const { today } = todayView([], { supplier, reader, prices, now });
    return {
      kind: "page",
      status,
      title: `${order.number} · ${title}`,
      body: (
        <OrderPage
          {...{ reader, place, shopName, order, view, today, parcels, questions, typed, notice }}
        />
      ),
    };
  }
  const { orders, prices, questions } = await loadToday(deps, visit);
  const view = todayView(orders, { supplier, reader, prices, now });
  const isMissing = place.order !== null;
  const missing = <Notice tone="bad" title={reader.words.refusal.unknown_order} />;
  return {
    kind: "page",
    status: isMissing ? 404 : status,
    title,
    body: (
      <TodayPage
        {...{ reader, shopName, view, questions, typed }}
        place={{ ...place, order: null }}
        notice={isMissing ? missing : notice}
      />
    ),
  };
}

/** What was just done, from the address: a known code and a count, nothing else. */
export function saidNotice(search: URLSearchParams, { words }: Reader): ReactNode {
  const code = search.get("said");
  const count = Number(search.get("n"));
  if (code === null || !Object.hasOwn(words.said, code)) return null;
  if (!Number.isInteger(count) || count < 0 || count > 100_000) return null;
  // A key of the table: it was just looked up.
  const sentence = words.said[code as keyof typeof words.said];
  return <Notice tone="good" title={sentence(count)} />;
}

/** Some of it was done, some was not: each with its sentence. */
export const refusedNotice = (
  reader: Reader,
  sentences: readonly string[],
  done: string | null = null,
): ReactNode => (
  <>
    {done ? <Notice tone="good" title={done} /> : null}
    <Notice tone="bad" title={reader.words.notSaved(sentences.length)} items={sentences} />
  </>
);
