/** `--orders FILE.csv [--products FILE.csv]`: a shop of a merchant's own export files. Bad rows are told, the rest loads. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { importShopifyExports } from "#sandbox/seed/import-csv.ts";
import { createShop } from "#sandbox/store/world.ts";
import type { World } from "#sandbox/store/types.ts";
import { DEFAULT_SHOP } from "./sandbox-context.ts";

// A file of another kind has a fault in each row; a screen full tells as much as all of them.
const MAX_SHOWN = 50;

export async function fillFromExport(
  world: World,
  files: { ordersCsv: string; productsCsv: string | null },
): Promise<void> {
  const shop = createShop(world, { domain: DEFAULT_SHOP, name: "Harbor & Pine" });
  const { orders, products, problems } = await importShopifyExports(world, shop, {
    ordersCsv: createReadStream(files.ordersCsv),
    productsCsv: files.productsCsv ? createReadStream(files.productsCsv) : null,
    ordersFile: basename(files.ordersCsv),
    productsFile: basename(files.productsCsv ?? "products.csv"),
  });
  for (const { file, line, column, reason } of problems.slice(0, MAX_SHOWN)) {
    tell(`${file}, line ${line}, column ${column}: ${reason}`);
  }
  if (problems.length > MAX_SHOWN) tell(`and ${problems.length - MAX_SHOWN} more rows like these`);
  tell(`loaded ${orders} orders and ${products} products, ${problems.length} problems`);
}

/** Standard output belongs to the one line of JSON. */
function tell(text: string): void {
  process.stderr.write(`sandbox: ${text}\n`);
}
