/** The browser tests. Each file starts the whole product on free ports and waits for it most of the time: two at once. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "e2e",
    include: ["tests/e2e/**/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 2,
    // A journey's steps build on each other; after the first that fails the rest would only repeat it.
    bail: process.env["CI"] === "true" ? 0 : 1,
    testTimeout: 180_000,
    // Start of the whole product with a cold disk.
    hookTimeout: 240_000,
  },
});
