/** Parcels without a database: which units, which fulfillment orders, which messages. */
import { expect, test } from "vitest";
import { assessParcel, CARRIER_CODES, isScan } from "#app/dropship/shipments/carrier-event.ts";
import { listToTell, nextReport, planParts } from "#app/dropship/shipments/plan-report.ts";
import { evaluateNumber, planShipment } from "#app/dropship/shipments/plan-shipment.ts";
import { readTracking, trackingSchema } from "#app/dropship/shipments/read-aftership.ts";
import { assessTrackingNumber } from "#app/dropship/shipments/tracking-number.ts";

const line = (id: bigint, change: object = {}) => ({
  id,
  lineGid: `gid://shopify/LineItem/${id}`,
  variantGid: "gid://shopify/ProductVariant/1",
  supplierSku: null,
  sku: null,
  title: `Product ${id}`,
  variantTitle: null,
  imageUrl: null,
  customAttributes: [],
  note: null,
  hsCode: null,
  originCountry: null,
  customsValueMinor: null,
  customsCurrency: null,
  units: 3,
  acceptedUnits: 0,
  declinedUnits: 1,
  declineReason: null,
  trackedUnits: 1,
  unitCostMinor: 100n,
  statedCostMinor: null,
  promisedOn: null,
  ...change,
});
const order = (state: "sent" | "revoked" | "queued" = "sent") => ({
  number: "1001-1",
  state,
  lines: [line(1n), line(2n, { declinedUnits: 0, trackedUnits: 0 })],
});

test("“all” is what still needs a number", () => {
  const planned = planShipment(order(), "all");
  expect(planned.ok && planned.value.map(({ lineId, units }) => [lineId, units])).toEqual([
    [1n, 1],
    [2n, 3],
  ]);
});

test.each([
  ["more units than are left", order(), [{ lineId: 1n, units: 2 }], "too_many_units"],
  [
    "the same line twice, together too many",
    order(),
    [
      { lineId: 2n, units: 2 },
      { lineId: 2n, units: 2 },
    ],
    "too_many_units",
  ],
  ["a half unit", order(), [{ lineId: 2n, units: 0.5 }], "too_many_units"],
  ["a line of another order", order(), [{ lineId: 9n, units: 1 }], "line_of_another_order"],
  ["no units", order(), [], "nothing_left"],
  ["what was taken back", order("revoked"), "all", "order_revoked"],
  ["what was never sent", order("queued"), "all", "order_not_open"],
] as const)("refuses %s", (_what, asked, lines, code) => {
  expect(planShipment(asked, lines)).toMatchObject({ ok: false, refusal: { code } });
});

test("a wrong check digit is asked about once, then taken and marked", () => {
  const verdict = assessTrackingNumber("1Z5R89390357567128", null);
  expect(evaluateNumber(verdict, false)).toMatchObject({ refusal: { code: "number_asked" } });
  expect(evaluateNumber(verdict, true)).toMatchObject({ ok: true, value: { isValid: false } });
});

const entry = (gid: string, locationGid: string, quantity: number, status = "OPEN") => ({
  gid,
  status,
  locationGid,
  holds: [],
  lines: [{ gid: `${gid}/1`, lineGid: "L", quantity }],
});
const stateOf = (...fulfillmentOrders: ReturnType<typeof entry>[]) => ({
  fulfillments: [],
  fulfillmentOrders,
});
const WANTED = [{ lineGid: "L", units: 2 }];

test.each([
  ["the supplier's own place first", stateOf(entry("A", "x", 5), entry("B", "y", 5)), "B"],
  ["another place that has them all", stateOf(entry("A", "x", 5), entry("B", "y", 1)), "A"],
])("takes %s", (_what, state, gid) => {
  const parts = planParts(state, WANTED, "y");
  expect(parts.ok && parts.value.map((part) => part.fulfillmentOrderGid)).toEqual([gid]);
});

test.each([
  ["units_gone", stateOf(entry("A", "x", 1))],
  ["units_gone", stateOf(entry("A", "x", 5, "CLOSED"))],
  ["units_held", stateOf(entry("A", "x", 5, "ON_HOLD"))],
  ["several_places", stateOf(entry("A", "x", 1), entry("B", "y", 1))],
])("answers %s", (code, state) => {
  expect(planParts(state, WANTED, null)).toMatchObject({ ok: false, refusal: { code } });
});

const parcel = {
  trackingNumber: "N1",
  reportedNumber: null,
  fulfillmentGid: null,
  attempts: 0,
  correctionAttempts: 0,
};
const intent = (state: "planned" | "failed" | "dropped") => ({ state, refusal: null });

test.each([
  ["nothing was told yet", parcel, null, "create"],
  ["an intent is under way", parcel, intent("planned"), "wait"],
  ["Shopify refused once", { ...parcel, attempts: 1 }, intent("failed"), "create"],
  ["Shopify refused three times", { ...parcel, attempts: 3 }, intent("failed"), "give_up"],
  ["a person put it aside", parcel, intent("dropped"), "give_up"],
  ["it is made", { ...parcel, fulfillmentGid: "F", reportedNumber: "N1" }, null, "tell_events"],
  ["its number changed", { ...parcel, fulfillmentGid: "F", reportedNumber: "N0" }, null, "correct"],
])("when %s: next is right", (_when, asked, known, step) => {
  expect(nextReport(asked, known, null).step).toBe(step);
});

const corrected = (correctionAttempts: number, reportedNumber = "N1") => ({
  ...parcel,
  fulfillmentGid: "F",
  reportedNumber,
  attempts: 1,
  correctionAttempts,
});

test.each([
  ["is under way", corrected(1), intent("planned"), "tell_events"],
  ["was refused once", corrected(1), intent("failed"), "correct"],
  ["was refused three times", corrected(3), intent("failed"), "give_up_number"],
  ["was put aside by a person", corrected(1), intent("dropped"), "give_up_number"],
  ["was refused, and the number is another now", corrected(0, "N0"), intent("failed"), "correct"],
])("when a correction %s: next is right", (_when, asked, correction, step) => {
  expect(nextReport(asked, null, correction).step).toBe(step);
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 9, minute));
const heard = (
  id: bigint,
  code: "IN_TRANSIT" | "DELIVERED",
  minute: number,
  author = "aftership",
) => ({
  id,
  code,
  happenedAt: at(minute),
  author,
  intentId: null,
});

test("tells what changes, not what repeats, comes from Shopify or is known there", () => {
  const events = [
    heard(3n, "DELIVERED", 30),
    heard(1n, "IN_TRANSIT", 0),
    heard(2n, "IN_TRANSIT", 10),
  ];
  expect(listToTell(events, []).map(({ id }) => id)).toEqual([1n, 3n]);
  const seen = [{ status: "in_transit", happenedAt: at(1) }];
  expect(listToTell(events, seen).map(({ id }) => id)).toEqual([3n]);
  expect(listToTell([heard(1n, "IN_TRANSIT", 0, "shopify")], [])).toEqual([]);
});

test("five words are scans, six are not", () => {
  expect(CARRIER_CODES.filter(isScan)).toEqual([
    "CARRIER_PICKED_UP",
    "IN_TRANSIT",
    "OUT_FOR_DELIVERY",
    "ATTEMPTED_DELIVERY",
    "DELIVERED",
  ]);
});

test("what a person states is no scan, and a label is none either", () => {
  const events = [
    { code: "IN_TRANSIT", happenedAt: at(0), source: "stated" },
    { code: "LABEL_PRINTED", happenedAt: at(1), source: "carrier" },
  ] as const;
  expect(assessParcel(events)).toMatchObject({ scannedAt: null, status: "label_printed" });
  const scanned = assessParcel([
    ...events,
    { code: "OUT_FOR_DELIVERY", happenedAt: at(9), source: "carrier" },
    { code: "CARRIER_PICKED_UP", happenedAt: at(5), source: "carrier" },
  ]);
  expect(scanned).toMatchObject({ scannedAt: at(5), deliveredAt: null });
});

test("reads a tracking of the service, oldest first, and names each message the same twice", () => {
  const tracking = trackingSchema.parse({
    tracking_number: "N1",
    slug: "ups",
    checkpoints: [
      { checkpoint_time: "2026-11-22T14:00:00-05:00", tag: "InTransit", subtag: "InTransit_003" },
      {
        checkpoint_time: "2026-11-22T09:00:00",
        tag: "InTransit",
        subtag: "InTransit_002",
        country_region: "CHN",
      },
      { checkpoint_time: "2026-11-21", tag: "InfoReceived", subtag: "InfoReceived_001" },
      { checkpoint_time: "never", tag: "Delivered" },
      { checkpoint_time: "2026-11-22T10:00:00Z", tag: "Pending" },
    ],
  });
  const events = readTracking(tracking);
  expect(events.map(({ code }) => code)).toEqual([
    "LABEL_PURCHASED",
    "CARRIER_PICKED_UP",
    "IN_TRANSIT",
  ]);
  expect(events[1]).toMatchObject({ country: "CN", happenedAt: new Date("2026-11-22T09:00:00Z") });
  expect(readTracking(tracking)).toEqual(events);
});
