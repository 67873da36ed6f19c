/** A merchant's first minutes with suppliers: tick them off the list, say how they are reached, load their prices, go live. */
import type { AdminTab } from "#tests/e2e/admin-tab.ts";
import type { Stack } from "#tests/e2e/stack.ts";
import { callApp, saveJson } from "./call-app.ts";
import { getSupplier, type DeskSupplier } from "./desk.ts";

const LIST = { path: "/app/suppliers?index", route: "routes/app.suppliers._index" };
const supplierPage = (id: string) => ({
  path: `/app/suppliers/${id}?index`,
  route: "routes/app.suppliers.$supplierId._index",
});

/** Ticks the vendors on the empty page, as the README says, and returns the suppliers' ids by name. */
export async function tickSuppliers(
  tab: AdminTab,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { app } = tab;
  await tab.open("/app/suppliers");
  for (const name of names) await app.getByRole("checkbox", { name, exact: true }).check();
  await app.getByRole("button", { name: `Add ${names.length} suppliers` }).click();
  for (const name of names) await app.getByRole("link", { name }).first().waitFor();
  const { body } = await callApp(tab.page, LIST);
  const rows = body.page.rows as { supplierId: string; name: string }[];
  return new Map(rows.map(({ name, supplierId }) => [name, supplierId]));
}

/** What the merchant knows of a supplier, typed into its form; `changes` are fields of the form. */
export async function describeSupplier(
  { page }: AdminTab,
  id: string,
  supplier: DeskSupplier,
  changes: object = {},
): Promise<void> {
  const { body } = await callApp(page, supplierPage(id));
  const { form, version } = body.view;
  await saveJson(page, supplierPage(id), {
    intent: "save",
    version,
    form: {
      ...form,
      currency: supplier.currency,
      timeZone: supplier.timeZone,
      // At any hour of the day of the test: the supplier never sleeps.
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      cutOff: "23:59",
      tariffs: [{ region: "*", parcel: "1", kilogram: "0" }],
      services: [{ rate: "*", service: "standard" }],
      contacts: [
        {
          contactId: null,
          name: supplier.person,
          email: supplier.email,
          phone: "",
          language: supplier.language,
          getsOrders: true,
          getsReturns: true,
        },
      ],
      ...changes,
    },
  });
}

export async function saveRate({ page }: AdminTab, currency: string, rate: string): Promise<void> {
  await saveJson(page, LIST, { intent: "rate", currency, rate });
}

/** The price list as the supplier sends it. */
export async function downloadFeed(stack: Stack, code: string): Promise<Buffer> {
  const { feed } = await getSupplier(stack, code);
  return Buffer.from(await (await fetch(feed)).arrayBuffer());
}
