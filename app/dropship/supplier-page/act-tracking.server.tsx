/** Tracking numbers: many rows pasted at once, or one parcel of one order. */
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import type { ShippedLine } from "#app/dropship/shipments/plan-shipment.ts";
import {
  SHIPMENT_REFUSAL_STATUS,
  type ShipmentRefusal,
} from "#app/dropship/shipments/shipment-refusals.ts";
import { normaliseTrackingNumber } from "#app/dropship/shipments/tracking-number.ts";
import type { Fields } from "./answer-form.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { findByNumber, listOpen } from "./load-page.server.ts";
import type { PageDeps, Visit } from "./open-link.server.ts";
import { RowsReview } from "./parts/review-page.tsx";
import { shipUnits } from "./parts/ship-form.tsx";
import { Notice } from "./parts/page-frame.tsx";
import { goTo, type PageAnswer } from "./render-page.server.tsx";
import { refusedNotice, showPage, type Scene } from "./show-page.server.tsx";
import {
  checkRows,
  splitRows,
  type CheckedRow,
} from "#app/dropship/acknowledgements/tracking-rows.ts";

/** Shows what each row means; nothing is saved. */
export async function actCheckRows(
  deps: PageDeps,
  scene: Scene,
  fields: Fields,
): Promise<PageAnswer> {
  const rows = await checkText(deps, scene.visit, fields.get("rows"));
  if (rows.length === 0) {
    const notice = refusedNotice(scene.reader, [scene.reader.words.row.empty]);
    return showPage(deps, scene, { notice, status: 422 });
  }
  return reviewRows(scene, rows);
}

/** Saves rows that are fine or said to be right; corrected ones are looked at again. */
export async function actSaveRows(
  deps: PageDeps,
  scene: Scene,
  fields: Fields,
): Promise<PageAnswer> {
  const { visit, reader, place } = scene;
  const right = new Set(fields.all("right"));
  const left = fields.all("asked").filter((raw) => !right.has(raw));
  const sent = [...fields.all("fine"), ...right].join("\n");
  const rows = await checkText(deps, visit, sent);
  const failed: CheckedRow[] = rows.filter(({ verdict }) => verdict === "wrong");
  let saved = 0;
  for (const row of rows.filter(({ verdict }) => verdict !== "wrong")) {
    const refusal = await saveRow(deps, visit, row, right.has(row.raw));
    if (refusal) failed.push({ ...row, verdict: "wrong", problem: refusal });
    else saved += 1;
  }
  const again = await checkText(deps, visit, [fields.get("rows"), ...left].join("\n"));
  const shown = [...failed, ...again];
  if (shown.length === 0) return goTo({ ...place, order: null }, "tracked", saved);
  const done = saved > 0 ? <Notice tone="good" title={reader.words.said.tracked(saved)} /> : null;
  return { ...reviewRows(scene, shown, done), status: 422 };
}

const reviewRows = (
  { reader, place }: Scene,
  rows: readonly CheckedRow[],
  notice: React.ReactNode = null,
): Extract<PageAnswer, { kind: "page" }> => ({
  kind: "page",
  title: reader.words.rowsTitle,
  body: <RowsReview {...{ reader, rows, notice }} place={{ ...place, order: null }} />,
});

const checkText = (deps: PageDeps, visit: Visit, text: string): Promise<CheckedRow[]> =>
  inShop(deps.db, visit.shopId, async (tx) => {
    const rows = splitRows(text);
    const numbers = rows.flatMap(({ tracking }) => normaliseTrackingNumber(tracking) ?? []);
    const known = await knownNumbers(tx, visit.shopId, numbers);
    return checkRows(rows, await listOpen(tx, visit), known);
  });

export async function knownNumbers(
  tx: ShopTx,
  shopId: bigint,
  numbers: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await tx.shipment.findMany({
    where: { shopId, trackingNumber: { in: [...numbers] } },
    select: { trackingNumber: true, purchaseOrderId: true },
  });
  return new Map(rows.map((row) => [row.trackingNumber, row.purchaseOrderId]));
}

async function saveRow(
  deps: PageDeps,
  visit: Visit,
  row: CheckedRow,
  isConfirmed: boolean,
): Promise<ShipmentRefusal | null> {
  const { purchaseOrderId, tracking, carrier } = row;
  if (purchaseOrderId === null) return { code: "order_unknown" };
  const parcel = { purchaseOrderId, tracking, carrier, lines: "all" as const, isConfirmed };
  return saveParcel(deps, visit, parcel);
}

type Parcel = {
  readonly purchaseOrderId: bigint;
  readonly tracking: string;
  readonly carrier: string | null;
  readonly lines: readonly ShippedLine[] | "all";
  readonly isConfirmed: boolean;
};

export async function saveParcel(
  deps: PageDeps,
  { shopId, supplier, contact }: Visit,
  { tracking, ...parcel }: Parcel,
  source: "link" | "file" | "api" = "link",
): Promise<ShipmentRefusal | null> {
  const recorded = await inShop(deps.db, shopId, (tx) =>
    recordShipment(deps, tx, {
      ...parcel,
      shopId,
      supplierId: supplier.supplierId,
      trackingNumber: tracking,
      source,
      author: contact.contactId.toString(),
    }),
  );
  return recorded.ok ? null : recorded.refusal;
}

/** One parcel from the page of its order. */
export async function actShip(deps: PageDeps, scene: Scene, fields: Fields): Promise<PageAnswer> {
  const { visit, place, reader } = scene;
  const order = await inShop(deps.db, visit.shopId, (tx) =>
    findByNumber(tx, visit, place.order ?? ""),
  );
  if (!order) return showPage(deps, scene, { status: 404 });
  const lines = readLines(order, fields);
  if (lines === null) {
    const notice = refusedNotice(reader, [reader.words.refusal.bad_units(order.number)]);
    return showPage(deps, scene, { typed: fields, notice, status: 422 });
  }
  const refusal = await saveParcel(deps, visit, {
    purchaseOrderId: order.id,
    tracking: fields.get("tracking"),
    carrier: fields.get("carrier") || null,
    lines,
    isConfirmed: fields.has("is_right"),
  });
  if (!refusal) return goTo(place, "tracked", 1);
  const asks = refusal.code === "number_asked" && refusal.canConfirm;
  return showPage(deps, scene, {
    typed: asks ? withField(fields, "ask_again") : fields,
    notice: refusedNotice(reader, [describeRefusal(refusal, reader)]),
    status: SHIPMENT_REFUSAL_STATUS[refusal.code],
  });
}

function readLines(order: PurchaseOrder, fields: Fields): ShippedLine[] | null {
  const lines: ShippedLine[] = [];
  for (const { id } of order.lines) {
    const text = fields.get(shipUnits(id.toString()));
    if (!/^\d{0,6}$/.test(text)) return null;
    if (text !== "" && Number(text) > 0) lines.push({ lineId: id, units: Number(text) });
  }
  return lines;
}

const withField = (fields: Fields, added: string): Fields => ({
  ...fields,
  has: (name) => name === added || fields.has(name),
});

/** A parcel for an order that was taken back: refused by the record, and the shop is told of it there. */
export async function actTell(deps: PageDeps, scene: Scene, fields: Fields): Promise<PageAnswer> {
  const { visit, place } = scene;
  const order = await inShop(deps.db, visit.shopId, (tx) =>
    findByNumber(tx, visit, place.order ?? ""),
  );
  if (order?.state !== "revoked") return showPage(deps, scene, { status: 409 });
  await saveParcel(deps, visit, {
    purchaseOrderId: order.id,
    tracking: fields.get("tracking"),
    carrier: null,
    lines: "all",
    isConfirmed: false,
  });
  return goTo(place, "told", 1);
}
