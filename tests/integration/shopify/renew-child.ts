/** A second process that needs the token of a shop. Says when it is ready, starts when told, prints what it got. */
import { once } from "node:events";
import { closeDb, createDb } from "#app/platform/db.server.ts";
import { getOfflineToken } from "#app/shopify/get-offline-token.server.ts";
import { createTestDeps } from "./auth-deps.ts";
import { redirectShopsTo } from "./redirect-shops.ts";

const { TEST_DATABASE_URL, TEST_SHOPIFY_URL, TEST_SHOP_ID } = process.env as Record<string, string>;
redirectShopsTo(TEST_SHOPIFY_URL!);
const db = createDb({ url: TEST_DATABASE_URL!, poolMax: 6 });
const deps = createTestDeps(db);
process.stdout.write("ready\n");
await once(process.stdin, "data");
const tokens = await Promise.all(
  Array.from({ length: 25 }, () => getOfflineToken(deps, BigInt(TEST_SHOP_ID!))),
);
process.stdout.write(`${[...new Set(tokens.map(({ accessToken }) => accessToken))].join()}\n`);
await closeDb(db);
process.stdin.destroy();
