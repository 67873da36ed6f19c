/** Requests of privacy law in words: what is asked, how it stands, what was done. Pure. */
import type { ComplianceRequestView, ReportLine } from "#app/shops/compliance/request.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { describeCode } from "#app/ui/describe-code.ts";

const ASKED: Readonly<Record<ComplianceRequestView["kind"], string>> = {
  customer_data: "Hand out a customer's data",
  customer_redact: "Forget a customer",
  shop_redact: "Forget this shop",
};

export function describeRequest({ kind, personLabel }: ComplianceRequestView): string {
  return personLabel ? `${ASKED[kind]}: ${personLabel}` : ASKED[kind];
}

export type Standing = {
  readonly label: string;
  readonly tone: "success" | "attention" | "critical" | "info";
  /** what it means, and whether the merchant has something to do */
  readonly sentence: string;
};

/** How a request stands. Late beats everything else: the law counts days. */
export function assessStanding(request: ComplianceRequestView): Standing {
  const { kind, state, handedOverAt, isOverdue } = request;
  const sentence = sentenceOf(request);
  if (isOverdue) return { label: "Late", tone: "critical", sentence };
  if (state === "incomplete") return { label: "Not finished", tone: "attention", sentence };
  if (state === "waiting") return { label: "Being answered", tone: "info", sentence };
  if (kind === "customer_data" && !handedOverAt)
    return { label: "Ready to hand over", tone: "attention", sentence };
  return { label: "Done", tone: "success", sentence };
}

function sentenceOf({ kind, state, handedOverAt, files }: ComplianceRequestView): string {
  if (state === "waiting") return "Aftercare works on it. Nothing for you to do.";
  if (state === "incomplete")
    return "Something still in use names the person. Aftercare tries again every hour until nothing is left.";
  if (kind !== "customer_data") return "Erased here. Nothing for you to do.";
  if (files.length === 0) return "The file was thrown away after its time.";
  if (handedOverAt) return "You downloaded the file. It is thrown away after its time.";
  return "Download the file and send it to the customer yourself. Aftercare never writes to them about it.";
}

const DONE: Readonly<Record<ReportLine["outcome"], string>> = {
  exported: "put into the file",
  emptied: "emptied of what names the person",
  deleted: "deleted",
  kept: "kept for now",
  found: "still naming the person",
};

/** "Order lines: 3 rows put into the file". */
export const describeLine = ({ table, rows, outcome }: ReportLine): string =>
  `${describeCode(table)}: ${countOf(rows, "row")} ${DONE[outcome]}`;

/** What a customer can open comes first. */
export const FORMAT_WORDS = { html: "Page to read", json: "Data for machines" } as const;

export function describeSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
