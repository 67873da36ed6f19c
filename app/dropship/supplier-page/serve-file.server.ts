/** The day as a file to whoever holds an open link. Looking never acts. */
import { isSupplierLanguage } from "#app/dropship/supplier-words/words-of.ts";
import { answerDayFile } from "./act-file.server.tsx";
import { openLink } from "./open-link.server.ts";
import { servePage, type ServeDeps } from "./serve-page.server.tsx";

export async function serveFile(
  deps: ServeDeps,
  request: Request,
  token: string,
): Promise<Response> {
  const opened = await openLink(deps, token);
  // A link that has ended says so as a page, wherever it leads.
  if (opened.kind !== "open") return servePage(deps, request, token);
  const query = new URL(request.url).searchParams;
  const chosen = query.get("lang");
  const language = isSupplierLanguage(chosen) ? chosen : opened.visit.contact.language;
  const format = query.get("format") === "xlsx" ? "xlsx" : "csv";
  return answerDayFile(deps, opened.visit, { language, now: deps.clock.now() }, format);
}
