/** A request of privacy law as we keep it, and as a page shows it. Pure. */
import { z } from "zod";
import { addDays } from "#app/platform/time.ts";

export type ComplianceKind = "customer_data" | "customer_redact" | "shop_redact";
/** `incomplete`: something must be kept for now or was found afterwards; it is tried again. */
export type ComplianceState = "waiting" | "done" | "incomplete";
export type FileFormat = "json" | "html";

export const KIND_OF_TOPIC: Readonly<Record<string, ComplianceKind>> = {
  "customers/data_request": "customer_data",
  "customers/redact": "customer_redact",
  "shop/redact": "shop_redact",
};

/** One line of "what was done": how many rows of which table. */
export type ReportLine = {
  /** the feature, as a person reads it */
  readonly store: string;
  readonly table: string;
  readonly rows: number;
  readonly outcome: "exported" | "emptied" | "deleted" | "kept" | "found";
};

export type ComplianceRequestView = {
  /** ours, digits */
  readonly requestId: string;
  readonly kind: ComplianceKind;
  readonly state: ComplianceState;
  /** ISO instants, UTC */
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly finishedAt: string | null;
  /** when the merchant first downloaded the answer */
  readonly handedOverAt: string | null;
  /** not finished, or not handed over, past its date */
  readonly isOverdue: boolean;
  /** e-mail, phone or customer id; null for a shop, and once the person is erased */
  readonly personLabel: string | null;
  readonly files: readonly { readonly format: FileFormat; readonly byteLength: number }[];
  readonly report: readonly ReportLine[];
};

// Source: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
const ANSWER_WITHIN_DAYS = 30;

export const dueAfter = (requestedAt: Date): Date => addDays(requestedAt, ANSWER_WITHIN_DAYS);

const personSchema = z.object({
  customerGid: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  orderGids: z.array(z.string()),
});

/** The person as stored; null once erased. */
export const readPerson = (stored: unknown) => {
  const parsed = personSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
};

const reportSchema = z.array(
  z.object({
    store: z.string(),
    table: z.string(),
    rows: z.number(),
    outcome: z.enum(["exported", "emptied", "deleted", "kept", "found"]),
  }),
);

export const readReport = (stored: unknown): ReportLine[] => {
  const parsed = reportSchema.safeParse(stored);
  return parsed.success ? parsed.data : [];
};
