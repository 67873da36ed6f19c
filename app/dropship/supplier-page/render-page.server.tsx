/** Pages as answers: markup without a script, kept by nobody, shown in no frame, named to no other site. */
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { hrefOf, type Place } from "./place.ts";
import { PageFrame } from "./parts/page-frame.tsx";
import type { Reader } from "./reader.ts";
import stylesheet from "./supplier-page.css?url";

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  // Pictures of products stand on the shop's own servers; nothing else is loaded, nothing runs.
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Robots-Tag": "noindex, nofollow",
};

export type PageAnswer =
  | {
      readonly kind: "page";
      readonly title: string;
      readonly body: ReactElement;
      readonly status?: number;
    }
  | { readonly kind: "redirect"; readonly href: string };

export function answerPage(
  answer: PageAnswer,
  { reader, place }: { readonly reader: Reader; readonly place: Place | null },
): Response {
  if (answer.kind === "redirect")
    return new Response(null, {
      status: 303,
      headers: { ...PAGE_HEADERS, Location: answer.href },
    });
  const markup = renderToStaticMarkup(
    <PageFrame {...{ reader, place, stylesheet }} title={answer.title}>
      {answer.body}
    </PageFrame>,
  );
  return new Response(`<!DOCTYPE html>${markup}`, {
    status: answer.status ?? 200,
    headers: { ...PAGE_HEADERS, "Content-Type": "text/html; charset=utf-8" },
  });
}

/** After something was done: a reload asks for the page, not for the deed. */
export const goTo = (place: Place, code: string, count: number): PageAnswer => ({
  kind: "redirect",
  href: hrefOf(place, { code, count }),
});
