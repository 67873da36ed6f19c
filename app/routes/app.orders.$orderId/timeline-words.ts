/**
 * The ledger's entries as sentences. A kind without words of its own is shown as its code reads: an entry is never hidden,
 * because the timeline is the proof.
 */
import type { TimelineEntryView } from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";

const ACTORS: Readonly<Record<string, string>> = {
  shopify: "Shopify",
  import: "First import",
  reconcile: "Check against Shopify",
  merchant: "Your team",
  shopper: "The shopper",
  supplier: "The supplier",
  system: "Aftercare",
};

export const describeActor = (actor: string) => ACTORS[actor] ?? describeCode(actor);

/** "fulfillment.created" → "Fulfillment created". */
export const describeKind = (kind: string) => describeCode(kind);

/** Facts worth a glance: "Units 2 · Reason customer". Ids and nothings are left out. */
export function describeFacts(facts: TimelineEntryView["facts"]): string {
  return Object.entries(facts)
    .filter(([name, value]) => value !== null && value !== "" && !/(gid|id|hash)$/i.test(name))
    .map(([name, value]) => `${describeCode(spaceOut(name))}: ${describeFact(value)}`)
    .join(" · ");
}

const spaceOut = (camelCase: string) => camelCase.replace(/([a-z0-9])([A-Z])/g, "$1 $2");

function describeFact(value: string | number | boolean | null) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value).replace(/^([a-z]+(_[a-z]+)+)$/, (code) => describeCode(code).toLowerCase());
}
