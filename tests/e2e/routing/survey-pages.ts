/** Every page about suppliers, filled, at a desk's and a phone's width: what axe and the ruler say, and a picture of each. */
import type { AdminTab } from "#tests/e2e/admin-tab.ts";
import { callApp } from "./call-app.ts";

const LIST = { path: "/app/purchase-orders?index", route: "routes/app.purchase-orders._index" };
const PHONE = { width: 360, height: 740 };

type Row = { purchaseOrderId: string; number: string; orderId: string; supplierId: string };

/** The pages by name, as they stand for one purchase order. */
async function listPages({ page }: AdminTab, number: string): Promise<[string, string][]> {
  const { body } = await callApp(page, LIST);
  const rows: Row[] = body.page.rows;
  const row = rows.find((one) => one.number === number);
  if (!row) throw new Error(`${number} is not in the list: ${JSON.stringify(rows)}`);
  const supplier = `/app/suppliers/${row.supplierId}`;
  return [
    ["suppliers", "/app/suppliers"],
    ["supplier", supplier],
    ["supplier-offers", `${supplier}/offers`],
    ["supplier-feed", `${supplier}/feed`],
    ["supplier-scorecard", `${supplier}/scorecard`],
    ["purchase-orders", "/app/purchase-orders"],
    ["purchase-order", `/app/purchase-orders/${row.purchaseOrderId}`],
    ["parcels", `/app/parcels/${row.purchaseOrderId}`],
    ["supplier-answers", `/app/supplier-answers/${row.purchaseOrderId}`],
    ["order-routed", `/app/orders/${row.orderId}`],
    ["rules-filled", "/app/rules/routing"],
  ];
}

/** What is wrong with them, as `page width: finding`. */
export async function surveyPages(tab: AdminTab, number: string): Promise<string[]> {
  const faults: string[] = [];
  const size = tab.page.viewportSize();
  for (const [name, path] of await listPages(tab, number)) {
    await tab.open(path);
    await tab.app.getByRole("heading", { level: 1 }).waitFor();
    for (const viewport of size ? [size, PHONE] : []) {
      await tab.page.setViewportSize(viewport);
      const tooWide = await tab.findOverflow();
      const found = await tab.findAccessibilityFaults();
      if (tooWide > 0) found.push(`${tooWide} px too wide`);
      faults.push(...found.map((fault) => `${name} ${viewport.width}: ${fault}`));
      await tab.takeScreenshot(name);
    }
    if (size) await tab.page.setViewportSize(size);
  }
  return faults;
}
