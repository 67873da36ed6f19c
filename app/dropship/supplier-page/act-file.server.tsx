/** The day as a file: down as it stands, up as what it would do, and saved only after that was seen. */
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { inShop } from "#app/platform/db.server.ts";
import { calendarDate } from "#app/platform/time.ts";
import { answerPurchaseOrder } from "#app/dropship/acknowledgements/answer-purchase-order.server.ts";
import {
  dayTable,
  readDayTable,
  type FilledRow,
} from "#app/dropship/acknowledgements/day-table.ts";
import { decideFile, type FilePlan } from "#app/dropship/acknowledgements/decide-file.ts";
import {
  FILE_REFUSAL_STATUS,
  readTable,
  type FileRefusal,
} from "#app/dropship/acknowledgements/read-table.server.ts";
import { normaliseTrackingNumber } from "#app/dropship/shipments/tracking-number.ts";
import { knownNumbers, saveParcel } from "./act-tracking.server.tsx";
import type { Fields } from "./answer-form.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { listOpen } from "./load-page.server.ts";
import type { PageDeps, Visit } from "./open-link.server.ts";
import { FileReview } from "./parts/file-review.tsx";
import type { Reader } from "./reader.ts";
import { goTo, PAGE_HEADERS, type PageAnswer } from "./render-page.server.tsx";
import { refusedNotice, showPage, type Scene } from "./show-page.server.tsx";

export type DayFormat = "csv" | "xlsx";

const TYPES: Readonly<Record<DayFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Every open order; reads only. */
export async function answerDayFile(
  deps: PageDeps,
  visit: Visit,
  { language, now }: { readonly language: Reader["language"]; readonly now: Date },
  format: DayFormat,
): Promise<Response> {
  const orders = await inShop(deps.db, visit.shopId, (tx) => listOpen(tx, visit));
  const table = dayTable(orders, language);
  const body = format === "csv" ? renderCsv(table) : await renderXlsx(table);
  const name = `orders-${calendarDate(now, visit.supplier.timeZone)}.${format}`;
  return new Response(body, {
    headers: {
      ...PAGE_HEADERS,
      "Content-Type": TYPES[format],
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
}

// A cell that begins with =, +, - or @ would be run as a formula; the mark makes spreadsheets read UTF-8.
const renderCsv = (table: string[][]) =>
  `\uFEFF${stringify(table, { escape_formulas: true, record_delimiter: "windows" })}`;

/** Every cell is text: nothing is a formula, and no number loses its zeros. */
async function renderXlsx(table: string[][]): Promise<Uint8Array<ArrayBuffer>> {
  const rows = table.map((row) =>
    row.map((value) => (value === "" ? null : { value, type: String, format: "@" })),
  );
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  return Uint8Array.from(await writeXlsxFile(rows, { stickyRowsCount: 1 }).toBuffer());
}

export async function actCheckFile(
  deps: PageDeps,
  scene: Scene,
  file: FormDataEntryValue | null,
): Promise<PageAnswer> {
  if (file === null || typeof file === "string" || file.size === 0)
    return refuseFile(deps, scene, { code: "file_missing" });
  const table = await readTable(new Uint8Array(await file.arrayBuffer()));
  if (!table.ok) return refuseFile(deps, scene, table.refusal);
  const rows = readDayTable(table.value);
  if (rows === null) return refuseFile(deps, scene, { code: "file_columns" });
  const plan = await planFile(deps, scene.visit, rows);
  return reviewFile(scene, rows, plan);
}

type AnyFileRefusal = FileRefusal | { readonly code: "file_columns" };

function refuseFile(deps: PageDeps, scene: Scene, { code }: AnyFileRefusal): Promise<PageAnswer> {
  const { fileRefusal, column } = scene.reader.words;
  const sentence =
    code === "file_columns" ? fileRefusal.file_columns(column.order) : fileRefusal[code];
  return showPage(deps, scene, {
    notice: refusedNotice(scene.reader, [sentence]),
    status: code === "file_columns" ? 422 : FILE_REFUSAL_STATUS[code],
  });
}

const planFile = (deps: PageDeps, visit: Visit, rows: readonly FilledRow[]): Promise<FilePlan> =>
  inShop(deps.db, visit.shopId, async (tx) => {
    const numbers = rows.flatMap(({ tracking }) => normaliseTrackingNumber(tracking) ?? []);
    return decideFile(rows, {
      orders: await listOpen(tx, visit),
      known: await knownNumbers(tx, visit.shopId, numbers),
      today: calendarDate(deps.clock.now(), visit.supplier.timeZone),
    });
  });

const reviewFile = (
  { reader, place }: Scene,
  rows: readonly FilledRow[],
  plan: FilePlan,
): PageAnswer => ({
  kind: "page",
  title: reader.words.uploadTitle,
  body: (
    <FileReview
      {...{ reader, plan }}
      place={{ ...place, order: null }}
      // What counts is sent back and looked at anew: between seeing and saving an order may be taken back.
      rows={JSON.stringify(rows)}
    />
  ),
});

const rowSchema = z.object({
  at: z.number().int(),
  order: z.string(),
  line: z.string(),
  sku: z.string(),
  accept: z.string(),
  decline: z.string(),
  reason: z.string(),
  date: z.string(),
  price: z.string(),
  tracking: z.string(),
  carrier: z.string(),
});

function readRows(text: string): FilledRow[] | null {
  try {
    return z.array(rowSchema).max(5_000).parse(JSON.parse(text));
  } catch {
    // Not ours any more: the page says how to begin again.
    return null;
  }
}

export async function actSaveFile(
  deps: PageDeps,
  scene: Scene,
  fields: Fields,
): Promise<PageAnswer> {
  const { visit, reader, place } = scene;
  const rows = readRows(fields.get("table"));
  if (rows === null) return refuseFile(deps, scene, { code: "file_unreadable" });
  const plan = await planFile(deps, visit, rows);
  const right = new Set(fields.all("right"));
  // Also what was right when it was looked at: an order may have been taken back since.
  const refusals = plan.problems.map(
    ({ at, problem }) => `${reader.words.fileRow(at)}: ${describeRefusal(problem, reader)}`,
  );
  let saved = 0;
  for (const { order, lines } of plan.answers) {
    const answered = await inShop(deps.db, visit.shopId, (tx) =>
      answerPurchaseOrder(deps, tx, {
        shopId: visit.shopId,
        supplierId: visit.supplier.supplierId,
        purchaseOrderId: order.id,
        lines,
        source: "file",
        author: visit.contact.contactId.toString(),
      }),
    );
    if (!answered.ok) refusals.push(describeRefusal(answered.refusal, reader));
    else if (answered.value.isChanged) saved += 1;
  }
  for (const { order, asked, tracking, carrier, lines } of plan.parcels) {
    if (asked && !right.has(tracking)) continue;
    const parcel = {
      purchaseOrderId: order.id,
      tracking,
      carrier,
      lines,
      isConfirmed: asked !== null,
    };
    const refusal = await saveParcel(deps, visit, parcel, "file");
    if (refusal) refusals.push(`${order.number}: ${describeRefusal(refusal, reader)}`);
    else saved += 1;
  }
  if (refusals.length === 0) return goTo({ ...place, order: null }, "saved", saved);
  const done = saved > 0 ? reader.words.said.saved(saved) : null;
  return showPage(deps, scene, { notice: refusedNotice(reader, refusals, done), status: 409 });
}
