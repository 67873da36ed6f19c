/** The mails that tell the team: one alert, or the digest. Short, plain, and every line leads to its page. Pure. */
import { countOf } from "#app/ui/describe-age.ts";
import { ALERT_EVENTS, EVENT_NAMES, type AlertEvent } from "./events.ts";

/** What the team's mails need of the outbox; it sends each `dedupeKey` once. */
export type AlertMail = {
  readonly shopId: bigint;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly dedupeKey: string;
};

export type MailedAlert = {
  readonly event: string;
  readonly title: string;
  readonly sentence: string;
  readonly path: string;
};

type Shop = { readonly name: string; readonly linkTo: (path: string) => string };
type Written = Pick<AlertMail, "subject" | "text" | "html">;

const FOOT = "You chose these alerts in Aftercare, under Settings › Alerts.";

export function writeAlertMail(alert: MailedAlert, shop: Shop): Written {
  return write(`${alert.title} · ${shop.name}`, [
    { text: alert.title, link: shop.linkTo(alert.path) },
    { text: alert.sentence, link: null },
  ]);
}

/** Counts by event, the worst first; each count opens the list of exactly these alerts. */
export function writeDigestMail(
  alerts: readonly MailedAlert[],
  digestOn: string,
  shop: Shop,
): Written {
  const lines = countByEvent(alerts).map(({ event, count }) => ({
    text: countWords(event, count),
    link: shop.linkTo(digestListPath(digestOn, event)),
  }));
  return write(`${countOf(alerts.length, "thing")} since yesterday · ${shop.name}`, lines);
}

export const digestListPath = (digestOn: string, event: string) =>
  `/app/settings/alerts?digest=${digestOn}&event=${event}`;

export function countByEvent(alerts: readonly Pick<MailedAlert, "event">[]) {
  return EVENT_NAMES.map((event) => ({
    event,
    count: alerts.filter((alert) => alert.event === event).length,
  })).filter(({ count }) => count > 0);
}

export const countWords = (event: AlertEvent, count: number) =>
  countOf(count, ALERT_EVENTS[event].noun[0], ALERT_EVENTS[event].noun[1]);

type Line = { readonly text: string; readonly link: string | null };

function write(subject: string, lines: readonly Line[]): Written {
  const text = lines.map(({ text: words, link }) => (link ? `${words}\n${link}` : words));
  const html = lines.map(({ text: words, link }) =>
    link
      ? `<p><a href="${escapeHtml(link)}">${escapeHtml(words)}</a></p>`
      : `<p>${escapeHtml(words)}</p>`,
  );
  return {
    // A header ends at its line: names of shops and orders are other people's text.
    subject: subject.replace(/\s+/g, " ").trim(),
    text: `${[...text, FOOT].join("\n\n")}\n`,
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif">${html.join("")}<p style="color:#616161">${escapeHtml(FOOT)}</p></body></html>`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
