/** What the page of the outbox can be asked and what it answers. Pure; instants are ISO 8601. */

export const OUTBOX_FILTERS = [
  "all",
  "waiting",
  "sent",
  "failed",
  "bounced",
  "superseded",
] as const;

export type OutboxFilter = (typeof OUTBOX_FILTERS)[number];

export type OutboxQuery = {
  readonly filter: OutboxFilter;
  /** the last mail of the page before; null: the first page */
  readonly before: bigint | null;
};

export type OutboxRow = {
  readonly messageId: string;
  readonly number: string;
  readonly event: string;
  readonly orderId: string | null;
  readonly orderName: string | null;
  /** null once erased */
  readonly recipient: string | null;
  readonly subject: string | null;
  readonly state: Exclude<OutboxFilter, "all">;
  /** why it failed, came back, or waits */
  readonly reason: string | null;
  readonly isGivenToPerson: boolean;
  /** how often it was tried */
  readonly tries: number;
  /** how many more copies its reader may have than one */
  readonly repeats: number;
  readonly createdAt: string;
  readonly sentAt: string | null;
};

export type SuppressionRow = {
  readonly address: string;
  readonly reason: string;
  readonly since: string;
};

export type OutboxView = {
  readonly rows: readonly OutboxRow[];
  /** of the next page; null: this is the last */
  readonly nextBefore: string | null;
  readonly counts: Readonly<Record<OutboxFilter, number>>;
  readonly suppressions: readonly SuppressionRow[];
  readonly suppressionCount: number;
};

export function parseOutboxQuery(params: URLSearchParams): OutboxQuery {
  const filter = OUTBOX_FILTERS.find((one) => one === params.get("filter")) ?? "all";
  const before = /^\d{1,18}$/.exec(params.get("before") ?? "")?.[0];
  return { filter, before: before ? BigInt(before) : null };
}
