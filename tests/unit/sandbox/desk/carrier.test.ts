/** Where the carrier simulator says a parcel is, by the clock. */
import { expect, test } from "vitest";
import { emptyCarrier, keepParcel } from "#sandbox/carrier/carrier-state.ts";
import { listCheckpoints } from "#sandbox/carrier/list-checkpoints.ts";

const HOUR_MS = 3_600_000;
const parcel = {
  labelledAtMs: 0,
  isLabelOnly: false,
  origin: { city: "Portland", country: "US" },
  destination: { city: "Boston", country: "US" },
};
const tagsAt = (hours: number, changes: object = {}) =>
  listCheckpoints({ ...parcel, ...changes }, hours * HOUR_MS).map(({ subtag }) => subtag);

test("a label is no scan; the pick-up is the first", () => {
  expect(tagsAt(3.9)).toEqual(["InfoReceived_001"]);
  expect(tagsAt(4)).toEqual(["InfoReceived_001", "InTransit_002"]);
});

test("ends delivered, and later at home than abroad", () => {
  expect(tagsAt(67).at(-1)).toBe("Delivered_001");
  const abroad = { destination: { city: "Boston", country: "CA" } };
  expect(tagsAt(67, abroad)).not.toContain("Delivered_001");
  expect(tagsAt(165, abroad).at(-1)).toBe("Delivered_001");
});

test("what was said once is said the same at every later look", () => {
  const early = listCheckpoints(parcel, 20 * HOUR_MS);
  expect(listCheckpoints(parcel, 500 * HOUR_MS).slice(0, early.length)).toEqual(early);
});

test("a label without a parcel never moves, and a number nobody handed in is unknown", () => {
  expect(tagsAt(1_000, { isLabelOnly: true })).toEqual(["InfoReceived_001"]);
  expect(tagsAt(1_000, { labelledAtMs: null })).toEqual([]);
});

test("one number is one parcel, however it is spelt", () => {
  const carrier = emptyCarrier();
  const first = keepParcel(carrier, "1z 5r89-390357567127", "ups");
  expect(keepParcel(carrier, "1Z5R89390357567127", null)).toBe(first);
});
