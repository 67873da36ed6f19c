import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

const directory = mkdtempSync(join(tmpdir(), "sandbox-csv-"));
afterAll(() => rmSync(directory, { recursive: true }));

const ORDERS = `Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
#2001,ana@example.com,paid,2026-10-01 10:00:00 -0400,unfulfilled,EUR,30.00,5.00,0.00,35.00,2026-10-01 10:00:00 -0400,2,Mug - Blue,10.00,MUG-B
#2001,,,,,,,,,,,1,Plate,10.00,PLT
#2002,ben@example.com,paid,2026-10-02 10:00:00 -0400,unfulfilled,EUR,10.00,0.00,0.00,10.00,2026-10-02 10:00:00 -0400,many,Plate,10.00,PLT
`;

test("fills the store from a merchant's export, keeps it, and gives way to other files", async () => {
  const file = join(directory, "orders.csv");
  writeFileSync(file, ORDERS);
  const args = ["--orders", file, "--state", join(directory, "store.bin")];
  const first = await openSandbox(args);
  expect(await first.control("state")).toMatchObject({
    shops: [{ products: expect.any(Number) as number }],
  });
  const page = await (await fetch(`${first.web}/store/harbor-and-pine/orders`)).text();
  expect(page).toContain("#2001");
  await first.control("act", { action: "place_order" });
  await first.stop();

  const again = await openSandbox(args);
  const [shop] = (await again.control("state"))["shops"] as { orders: number }[];
  expect(shop?.orders).toBeGreaterThan(1);
  await again.stop();

  const other = join(directory, "other.csv");
  writeFileSync(other, ORDERS.replaceAll("#200", "#300"));
  const replaced = await openSandbox(["--orders", other, "--state", join(directory, "store.bin")]);
  expect(await (await fetch(`${replaced.web}/store/harbor-and-pine/orders`)).text()).not.toContain(
    "#2001",
  );
  await replaced.stop();
});
