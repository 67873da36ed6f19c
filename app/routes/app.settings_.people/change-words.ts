/** The record of changes as sentences. What has no words of its own is shown as its code reads, never hidden. Pure. */
import { describeCode } from "#app/ui/describe-code.ts";

const AREAS: Readonly<Record<string, string>> = {
  "settings.working_time": "Time zone and working days",
  "settings.thresholds": "Exceptions",
  "people.role": "Role",
  "rails.mode": "Going live",
  "rails.limits": "Limits",
  "jobs.retry": "Stopped task tried again",
  "guide.dismissed": "Setup guide put away",
  "views.saved": "Saved view",
  "alerts.choices": "Alerts of a person",
  "alerts.webhook": "Alerts to your own address",
  "messages.template": "Text of a mail",
  "messages.voice": "Voice of your mails",
  "messages.who_tells": "Who tells your shopper",
  "messages.sender": "Sender of your mails",
  "dropship.supplier": "Supplier",
  "dropship.suppliers": "Suppliers added",
  "dropship.offer": "Offer",
  "dropship.feed": "Supplier's feed",
  "dropship.feed_applied": "Feed applied",
  "dropship.rate": "Exchange rate",
  "dropship.api_token": "Token for the offers API",
  "leaving.archive": "Everything downloaded",
  "leaving.holds": "Holds released",
};

export const describeArea = (area: string) => AREAS[area] ?? describeCode(area);

type Fields = Readonly<Record<string, unknown>>;

/** "Role: agent → manager", one line a field. */
export function describeFields(
  before: Fields,
  after: Fields,
  names: ReadonlyMap<string, string>,
): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.map((field) => {
    const label = describeCode(field.replace(/([A-Z])/g, "_$1"));
    const old = describeValue(before[field]);
    const now = describeValue(after[field]);
    if (field === "person") return `${label}: ${names.get(now) ?? `Staff member ${now}`}`;
    return `${label}: ${old} → ${now}`;
  });
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value))
    return value.length === 0 ? "none" : value.map(describeValue).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  return String(value).replaceAll("_", " ");
}
