/** The suppliers' page and price lists, as a merchant meets them. */
import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSandbox, type OpenSandbox } from "#tests/integration/sandbox-http/open-sandbox.ts";

const ENCODINGS: Record<string, string> = {
  nishijin: "shift_jis",
  brightway: "utf-16le",
  telar: "windows-1252",
  cove: "windows-1252",
};

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--no-app", "--seed", "minimal"]);
});
afterAll(() => sandbox.stop());

const fetchFeed = async (code: string) =>
  Buffer.from(await (await fetch(`${sandbox.web}/desk/${code}/feed`)).arrayBuffer());

test("shows the eight, how each behaves and how it is reached", async () => {
  const page = await (await fetch(`${sandbox.web}/desk`)).text();
  expect(page.match(/<section/g)).toHaveLength(8);
  for (const words of ["西陣織工房 Nishijin", "never answers.", "orders@brightway.example"])
    expect(page).toContain(words);
});

test.each(["spruce", "nishijin", "brightway", "tirupur", "telar", "fjord", "cove"])(
  "%s has a price list with the shop's own SKUs, in its own encoding",
  async (code) => {
    const decoder = new TextDecoder(ENCODINGS[code] ?? "utf-8");
    const lines = decoder.decode(await fetchFeed(code)).split("\r\n");
    const rows = lines.filter((line) => /^[A-Z]{2}\d{6}[,;|\t]/.test(line));
    expect(rows.length).toBeGreaterThan(5);
    const skus = new Set(rows.map((row) => row.split(/[,;|\t]/)[1]?.slice(0, 3)));
    // Its own goods and another's: every line of the shop has a second source.
    expect(skus.size).toBeGreaterThanOrEqual(2);
    expect(decoder.decode(await fetchFeed(code), { stream: true })).not.toContain("\uFFFD");
  },
);

test("one sends a workbook", async () => {
  const [sheet] = await readXlsxFile(await fetchFeed("lumen"));
  expect(sheet?.data[0]?.slice(0, 3)).toEqual(["Article no.", "Your SKU", "Description"]);
  expect(typeof sheet?.data[1]?.[3]).toBe("number");
});

test("says what it cannot do, and changes nothing", async () => {
  const press = (fields: Record<string, string>) =>
    fetch(`${sandbox.web}/desk`, { method: "POST", body: new URLSearchParams(fields) });
  const unknown = await press({ supplier: "telar", number: "9-9", act: "accept" });
  expect(unknown.status).toBe(422);
  expect(await unknown.text()).toContain("Telar de Oaxaca has no purchase order 9-9");
  expect((await press({ supplier: "nobody" })).status).toBe(422);
  expect((await fetch(`${sandbox.web}/desk/nobody/feed`)).status).toBe(404);
});
