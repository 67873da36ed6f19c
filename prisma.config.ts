/**
 * Prisma's CLI without its engine downloads: the wasm schema engine inside the npm package talks through a driver
 * adapter. scripts/prisma.mjs sets the two variables that keep it from fetching binaries.
 * Why: docs/decisions/0003-prisma-without-downloads.md
 */
import { defineConfig } from "prisma/config";
import { PrismaPg } from "prisma-adapter-pg-cli";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  experimental: { adapter: true },
  engine: "js",
  // 6.19.3's own adapter fails on the column type `name`; the CLI therefore uses a newer one under an alias.
  adapter: async () =>
    new PrismaPg({
      connectionString: process.env["DATABASE_URL"] ?? "postgresql://127.0.0.1:1/none",
      allowExitOnIdle: true,
      idleTimeoutMillis: 50, // else each command waits ten seconds for its pool
    }),
});
