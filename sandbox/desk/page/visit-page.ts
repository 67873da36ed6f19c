/**
 * A supplier's browser: opens the page a purchase order links to and sends its forms, without scripts. Goes nowhere but to this
 * machine. Null: nobody answered, or the server said that it could not just now.
 */
import { isRecord } from "#sandbox/http/respond.ts";
import { readForms, type PageForm } from "./read-forms.ts";

const TIMEOUT_MS = 15_000;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

export type Visited = {
  status: number;
  /** Where the visit ended, after what the server sent it on to. */
  url: string;
  forms: PageForm[];
  /** What the page says of the last thing done, else its heading. */
  said: string;
};

export const openPage = (link: string): Promise<Visited | null> => visit(link, {});

/** Sends a form by its button of the given name; the button need not be there: a page may be an old one. */
export function sendForm(
  page: Pick<Visited, "url">,
  form: Pick<PageForm, "action" | "fields">,
  intent: string,
): Promise<Visited | null> {
  const url = new URL(form.action ?? "", page.url);
  const body = new URLSearchParams([...form.fields, ["intent", intent]]);
  return visit(url.href, { method: "POST", body, headers: { origin: url.origin } });
}

/** The form with a button that means `intent`. */
export function findForm(page: Pick<Visited, "forms">, intent: string): PageForm | null {
  const means = (form: PageForm) => form.buttons.some(({ value }) => value === intent);
  return page.forms.find(means) ?? null;
}

async function visit(address: string, init: RequestInit): Promise<Visited | null> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !LOOPBACK.includes(url.hostname))
    return { status: 0, url: address, forms: [], said: `${address} is not on this machine` };
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const html = await response.text();
    if (response.status >= 500) return null;
    const { status } = response;
    return { status, url: response.url, forms: readForms(html), said: readSaid(html) };
  } catch (error) {
    if (isOffline(error)) return null;
    throw error;
  }
}

/** `fetch` has one error for every way not to get through, and another for too long. */
const isOffline = (error: unknown) =>
  error instanceof TypeError || (isRecord(error) && error["name"] === "TimeoutError");

function readSaid(html: string): string {
  const body = /<main[\s\S]*<\/main>/i.exec(html)?.[0] ?? html;
  const notice =
    /<(\w+)\b[^>]*(?:role="(?:alert|status)"|class="notice[^"]*")[^>]*>([\s\S]*?)<\/\1>/i;
  const found = notice.exec(body)?.[2] ?? /<h1[^>]*>([\s\S]*?)<\/h1>/i.exec(body)?.[1] ?? "";
  return readText(found).slice(0, 400);
}

const readText = (html: string) =>
  html
    .replace(/<(script|style|label|button|textarea)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, " ")
    .trim();
