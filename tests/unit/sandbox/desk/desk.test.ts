/** The pure parts of the supplier desk: tempers, papers, price lists. */
import { expect, test } from "vitest";
import { DESK_SUPPLIERS } from "#sandbox/desk/desk-suppliers.ts";
import { encodeText } from "#sandbox/desk/feeds/encode-text.ts";
import { planDeeds, raiseCost, splitUnits } from "#sandbox/desk/plan-deeds.ts";
import { readJson, readTable } from "#sandbox/desk/read-paper.ts";
import { cleanPath } from "#sandbox/desk/sftp/folder.ts";
import { SUPPLIERS } from "#sandbox/seed/catalogue/suppliers.ts";

const line = (units: number) => ({ lineId: "1", sku: "A", title: "A", units, unitCost: null });

test("eight suppliers, eight tempers, one for each vendor of the seed", () => {
  expect(DESK_SUPPLIERS.map(({ code }) => code).sort()).toEqual(
    SUPPLIERS.map(({ code }) => code).sort(),
  );
  expect(new Set(DESK_SUPPLIERS.map(({ temper }) => temper)).size).toBe(8);
});

test("the goods of whoever is silent or declines are kept by one who ships", () => {
  for (const temper of ["silent", "declines"]) {
    const code = DESK_SUPPLIERS.find((supplier) => supplier.temper === temper)?.code;
    const other = DESK_SUPPLIERS.find((supplier) => supplier.alsoSells === code);
    expect(planDeeds(other!.temper).map(({ act }) => act)).toContain("ship");
  }
});

test("partial accepts half, over the lines in order; an order of one unit cannot be halved", () => {
  expect(splitUnits("partial", [line(2), line(3)])).toEqual([2, 0]);
  expect(splitUnits("partial", [line(1), line(4)])).toEqual([1, 1]);
  expect(splitUnits("partial", [line(1)])).toEqual([1]);
  expect(splitUnits("declines", [line(2)])).toEqual([0]);
  expect(splitUnits("prompt", [line(2)])).toEqual([2]);
});

test("a raised cost is an eighth higher and never the same", () => {
  expect(raiseCost(800)).toBe(900);
  expect(raiseCost(1)).toBe(2);
});

test("reads a purchase order from a table with a mark, quotes and lines in cells", () => {
  const text =
    '\uFEFFpo_number,revision,copy,purpose,line,supplier_sku,sku,title,variant,units,ship_country,link\r\nEU-1001-2,2,copy 1,order,1,X1,S1,"Mug\nblue",L,3,PT,https://a.example/supplier/t\r\n';
  expect(readTable(text)).toEqual({
    purpose: "order",
    number: "EU-1001-2",
    revision: 2,
    isMarkedCopy: true,
    link: "https://a.example/supplier/t",
    country: "PT",
    lines: [{ lineId: "1", sku: "X1", title: "Mug\nblue, L", units: 3, unitCost: null }],
  });
  expect(readTable("a,b\n1,2\n")).toBeNull();
});

test("reads a purchase order from JSON, and refuses one without a number", () => {
  expect(readJson({ lines: [] })).toBeNull();
  expect(readJson({ number: "1-1", purpose: "revoked", lines: "none" })).toMatchObject({
    purpose: "revoked",
    revision: 1,
    lines: [],
  });
});

test.each([
  ["shift_jis", "品番,単価,在庫数（日）"],
  ["windows-1252", "Código;Precio;12,50 €"],
  ["utf-16le", "货号\t单价"],
] as const)("writes %s as its decoder reads it", (encoding, text) => {
  const bytes = encodeText(text, encoding === "utf-16le" ? "utf-16le-bom" : encoding);
  expect(new TextDecoder(encoding).decode(bytes, { stream: true })).toBe(text);
});

test("what an encoding cannot say loses its accent or becomes a question mark", () => {
  expect(encodeText("Añil 货", "shift_jis").toString("latin1")).toBe("Anil ?");
});

test.each([
  ["in/x.csv", "/in/x.csv"],
  ["/in/../../in/./x.csv", "/in/x.csv"],
  ["/", "/"],
])("the path %s is %s", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});
