/** Loads a supplier's price list as a merchant does: choose the file, look at what would change, apply it. */
import type { AdminTab } from "#tests/e2e/admin-tab.ts";

const READ_WITHIN_MS = 60_000;

export async function uploadFeed(
  tab: AdminTab,
  supplierId: string,
  file: { name: string; bytes: Buffer },
): Promise<void> {
  const { app } = tab;
  await tab.open(`/app/suppliers/${supplierId}/feed`);
  await app.locator("input[type=file]").setInputFiles({
    name: file.name,
    mimeType: "application/octet-stream",
    buffer: file.bytes,
  });
  const apply = app.getByRole("button", { name: "Apply", exact: true });
  await apply.waitFor({ timeout: READ_WITHIN_MS });
  await apply.click();
  await app.getByText("Applied", { exact: true }).first().waitFor({ timeout: READ_WITHIN_MS });
}
