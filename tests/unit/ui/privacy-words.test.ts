import { expect, test } from "vitest";
import {
  assessStanding,
  describeLine,
  describeRequest,
  describeSize,
} from "#app/routes/app.settings_.privacy/request-words.ts";
import type { ComplianceRequestView } from "#app/shops/compliance/request.ts";

const request = (overrides: Partial<ComplianceRequestView> = {}): ComplianceRequestView => ({
  requestId: "1",
  kind: "customer_data",
  state: "done",
  requestedAt: "2026-11-01T10:00:00.000Z",
  dueAt: "2026-12-01T10:00:00.000Z",
  finishedAt: "2026-11-01T10:01:00.000Z",
  handedOverAt: null,
  isOverdue: false,
  personLabel: "ada@example.com",
  files: [{ format: "html", byteLength: 900 }],
  report: [],
  ...overrides,
});

test.each<[string, Partial<ComplianceRequestView>]>([
  ["Ready to hand over", {}],
  ["Done", { handedOverAt: "2026-11-02T10:00:00.000Z" }],
  ["Done", { kind: "customer_redact", personLabel: null, files: [] }],
  ["Being answered", { state: "waiting", finishedAt: null, files: [] }],
  ["Not finished", { kind: "customer_redact", state: "incomplete", finishedAt: null }],
  ["Late", { isOverdue: true }],
])("%s", (label, overrides) => {
  expect(assessStanding(request(overrides)).label).toBe(label);
});

test("a request names the person while we may know them", () => {
  expect(describeRequest(request())).toBe("Hand out a customer's data: ada@example.com");
  expect(describeRequest(request({ kind: "customer_redact", personLabel: null }))).toBe(
    "Forget a customer",
  );
});

test("what was done is said by table", () => {
  const line = { store: "Orders", table: "order_lines", rows: 2, outcome: "exported" } as const;
  expect(describeLine(line)).toBe("Order lines: 2 rows put into the file");
});

test.each([
  [999, "999 bytes"],
  [8_200, "8 kB"],
  [1_530_000, "1.5 MB"],
])("%d bytes are %s", (bytes, words) => {
  expect(describeSize(bytes)).toBe(words);
});
