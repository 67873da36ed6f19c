/** The steps of an import as data, and what an export's status means for it. Pure. */

export type ImportPart = "orders" | "fulfillments";

/** What follows a part; null = the import is finished. */
export const NEXT_PART: Readonly<Record<ImportPart, ImportPart | null>> = {
  orders: "fulfillments",
  fulfillments: null,
};

/** An export as Shopify describes it. */
export type ExportStatus = {
  readonly status: string;
  readonly errorCode: string | null;
  readonly url: string | null;
  readonly partialUrl: string | null;
};

export type ExportVerdict =
  | { readonly kind: "wait" }
  /** `isWhole` false: the export broke off; what it wrote is worth reading, then it is started again */
  | { readonly kind: "read"; readonly url: string; readonly isWhole: boolean }
  /** finished without a single row */
  | { readonly kind: "empty" }
  | { readonly kind: "start_again" }
  | { readonly kind: "fail"; readonly reason: "access_denied" };

export function evaluateExport({
  status,
  errorCode,
  url,
  partialUrl,
}: ExportStatus): ExportVerdict {
  if (status === "COMPLETED") return url ? { kind: "read", url, isWhole: true } : { kind: "empty" };
  if (status === "FAILED" && errorCode === "ACCESS_DENIED")
    return { kind: "fail", reason: "access_denied" };
  if (status === "FAILED" && partialUrl) return { kind: "read", url: partialUrl, isWhole: false };
  if (status === "FAILED" || status === "CANCELED" || status === "EXPIRED")
    return { kind: "start_again" };
  return { kind: "wait" };
}

// An export that fails three times fails for a reason that a fourth does not cure.
export const MAX_EXPORT_RESTARTS = 3;

/** How long to wait before looking at a running export: soon at first, for small shops; the webhook comes first anyway. */
export function nextLookMs(runningMs: number): number {
  const FIRST_LOOK_MS = 2_000;
  const SLOWEST_LOOK_MS = 60_000;
  return Math.min(SLOWEST_LOOK_MS, Math.max(FIRST_LOOK_MS, Math.floor(runningMs / 5)));
}
