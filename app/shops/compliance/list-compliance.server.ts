/** Requests of privacy law for the merchant's page, and their files. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import {
  readPerson,
  readReport,
  type ComplianceKind,
  type ComplianceRequestView,
  type ComplianceState,
  type FileFormat,
} from "./request.ts";

type ReadDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

// A shop gets a handful a month; older ones are not looked at.
const MAX_LISTED = 200;

/** Newest first. */
export const listComplianceRequests = (
  { db, clock }: ReadDeps,
  shopId: bigint,
): Promise<ComplianceRequestView[]> =>
  inShop(db, shopId, (tx) => readRequests(tx, shopId, null, clock.now()));

/** null when the shop has no such request. */
export async function findComplianceRequest(
  { db, clock }: ReadDeps,
  shopId: bigint,
  requestId: bigint,
): Promise<ComplianceRequestView | null> {
  const [found] = await inShop(db, shopId, (tx) =>
    readRequests(tx, shopId, requestId, clock.now()),
  );
  return found ?? null;
}

export type ComplianceFile = {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
};

/** The file of an answered data request, and notes that the merchant has it; null when there is none (any more). */
export function takeComplianceFile(
  { db, clock }: ReadDeps,
  shopId: bigint,
  { requestId, format }: { requestId: bigint; format: FileFormat },
): Promise<ComplianceFile | null> {
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.$queryRaw<{ content: Uint8Array }[]>`
      select content from compliance_files
      where shop_id = ${shopId} and request_id = ${requestId} and format = ${format}`;
    const content = rows[0]?.content;
    if (!content) return null;
    await tx.$executeRaw`
      update compliance_requests set handed_over_at = ${clock.now()}::timestamptz
      where shop_id = ${shopId} and id = ${requestId} and handed_over_at is null`;
    return {
      fileName: `customer-data-${requestId}.${format}`,
      contentType: format === "json" ? "application/json" : "text/html; charset=utf-8",
      content,
    };
  });
}

type RequestRow = {
  id: bigint;
  kind: ComplianceKind;
  state: ComplianceState;
  person: unknown;
  requested_at: Date;
  due_at: Date;
  finished_at: Date | null;
  handed_over_at: Date | null;
  report: unknown;
  files: { format: FileFormat; byteLength: number }[] | null;
};

async function readRequests(tx: ShopTx, shopId: bigint, requestId: bigint | null, now: Date) {
  const rows = await tx.$queryRaw<RequestRow[]>`
    select r.id, r.kind, r.state, r.person, r.requested_at, r.due_at, r.finished_at, r.handed_over_at, r.report,
      (select json_agg(json_build_object('format', f.format, 'byteLength', f.byte_length) order by f.format)
       from compliance_files f where f.shop_id = r.shop_id and f.request_id = r.id) as files
    from compliance_requests r
    where r.shop_id = ${shopId} and (${requestId}::bigint is null or r.id = ${requestId}::bigint)
    order by r.requested_at desc, r.id desc limit ${MAX_LISTED}`;
  return rows.map((row) => toView(row, now));
}

function toView(row: RequestRow, now: Date): ComplianceRequestView {
  const person = readPerson(row.person);
  const isOpen = row.state !== "done" || (row.kind === "customer_data" && !row.handed_over_at);
  return {
    requestId: row.id.toString(),
    kind: row.kind,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    handedOverAt: row.handed_over_at?.toISOString() ?? null,
    isOverdue: isOpen && row.due_at < now,
    personLabel:
      person && (person.email ?? person.phone ?? person.customerGid?.split("/").at(-1) ?? null),
    files: row.files ?? [],
    report: readReport(row.report),
  };
}
