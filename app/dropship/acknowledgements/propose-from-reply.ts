/**
 * What a supplier's reply seems to say, as the rows of a filled-in day: from its words and from tables that hang on it.
 * Pure. It guesses, so nothing of it counts before a person has looked.
 */
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import {
  assessTrackingNumber,
  normaliseTrackingNumber,
} from "#app/dropship/shipments/tracking-number.ts";
import { readDayTable, type FilledRow } from "./day-table.ts";
import { reasonCode } from "./reply-words.ts";
import { findByNumber } from "./tracking-rows.ts";

export type Reply = {
  readonly text: string;
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** the purchase order that the mail answered; null = not known */
  readonly purchaseOrderNumber: string | null;
  /** on the supplier's wall */
  readonly today: string;
};

// Longer than any honest answer; what follows is somebody's old mail.
const MOST_LINES = 200;

export function proposeFromReply(reply: Reply, orders: readonly PurchaseOrder[]): FilledRow[] {
  const fromTables = reply.tables
    .flatMap((table) => readDayTable(table) ?? [])
    .filter(saysSomething);
  return merge([...fromTables, ...proposeFromText(reply, orders)]);
}

function proposeFromText(
  { text, purchaseOrderNumber, today }: Reply,
  orders: readonly PurchaseOrder[],
): FilledRow[] {
  const lines = text
    .normalize("NFKC")
    .split(/\r?\n|(?<=[。！？])|(?<=[.!?])\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith(">"))
    .slice(0, MOST_LINES);
  // A list "1001-1" / "LX…CN" over two lines: what follows a number is about it.
  let about = purchaseOrderNumber === null ? [] : [purchaseOrderNumber];
  return lines.flatMap((line, index) => {
    const named = numbersIn(line, orders);
    if (named.length > 0) about = named;
    return about.flatMap((order) => {
      const row = readLine(line, { order, at: index + 1, today });
      return saysSomething(row) ? [row] : [];
    });
  });
}

const NUMBER = /#?[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*-\d+(?![\w-])/g;

const numbersIn = (line: string, orders: readonly PurchaseOrder[]): string[] => [
  ...new Set(
    [...line.matchAll(NUMBER)].flatMap(([text]) => {
      const order = findByNumber(text, orders);
      return typeof order === "string" ? [] : [order.number];
    }),
  ),
];

const NO =
  /\b(?:can(?:no|')t|cannot|unable|declin\w*|reject\w*|refuse|not (?:available|possible|accept\w*)|out of stock|no stock|sold out|discontinued)\b|缺货|无货|没货|不能|无法|拒绝|停产|断货|售罄|no (?:podemos|hay|disponible|aceptamos)|rechaza\w*|agotad\w*|sin (?:stock|existencias)/i;
const YES =
  /\b(?:accept\w*|confirm\w*|will ship|agreed|ok(?:ay)?|yes|acept\w*|de acuerdo|enviaremos)\b|接单|接受|确认|可以|没问题|好的|会发货/i;
const NUMBER_FOLLOWS =
  /(?:tracking(?:\s*(?:number|no\.?|nr\.?|#))?|awb|waybill|运单号?|快递单号|物流单号|单号|seguimiento|gu[ií]a)\s*[:：#]?\s*([A-Za-z0-9][A-Za-z0-9 -]{6,38}[A-Za-z0-9])/i;

function readLine(
  line: string,
  { order, at, today }: { readonly order: string; readonly at: number; readonly today: string },
): FilledRow {
  const tracking = findTracking(line.replaceAll(order, " "));
  const isNo = NO.test(line);
  const isYes = !isNo && YES.test(line);
  return {
    at,
    order,
    line: "",
    sku: "",
    accept: isYes ? "all" : "",
    decline: isNo ? "all" : "",
    reason: isNo ? (reasonCode(line) ?? line.slice(0, 200)) : "",
    date: isNo ? "" : (findDate(line, today) ?? ""),
    price: "",
    tracking: isNo ? "" : tracking,
    carrier: "",
  };
}

/** A number a carrier could have given, or whatever follows the word for one. */
function findTracking(line: string): string {
  const tokens = line.match(/[A-Za-z0-9]{8,40}/g) ?? [];
  const valid = tokens.find((token) => assessTrackingNumber(token, null).verdict === "valid");
  if (valid) return valid.toUpperCase();
  const named = NUMBER_FOLLOWS.exec(line)?.[1]?.split(/\s{2,}| (?=[a-z])/)[0] ?? "";
  const number = normaliseTrackingNumber(named);
  return number !== null && /\d/.test(number) ? number : "";
}

/** `2026-11-28`, `2026/11/28`, `11月28日`; days and months in other orders are anybody's guess. */
function findDate(line: string, today: string): string | null {
  const full = /\b(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(line);
  if (full) return [full[1], pad(full[2]), pad(full[3])].join("-");
  const chinese = /(\d{1,2})月(\d{1,2})[日号]/.exec(line);
  if (!chinese) return null;
  const date = `${pad(chinese[1])}-${pad(chinese[2])}`;
  const year = Number(today.slice(0, 4));
  return `${date < today.slice(5) ? year + 1 : year}-${date}`;
}

const pad = (text = "") => text.padStart(2, "0");

const saysSomething = ({ accept, decline, date, price, tracking }: FilledRow): boolean =>
  [accept, decline, date, price, tracking].some((cell) => cell !== "");

/** The same said twice is one; of yes and no for one order, no is the safer reading. */
function merge(rows: readonly FilledRow[]): FilledRow[] {
  const declined = new Set(
    rows.filter((row) => row.decline !== "" && row.line === "").map((row) => row.order),
  );
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row.accept !== "" && row.line === "" && declined.has(row.order)) return false;
    const { at: _at, ...said } = row;
    const key = JSON.stringify(said);
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
