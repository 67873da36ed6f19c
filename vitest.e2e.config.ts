/** The browser tests. Each file starts the whole product on free ports, so files run one after another. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "e2e",
    include: ["tests/e2e/**/*.e2e.ts"],
    pool: "forks",
    fileParallelism: false,
    // A journey's steps build on each other; after the first that fails the rest would only repeat it.
    bail: process.env["CI"] === "true" ? 0 : 1,
    testTimeout: 180_000,
    // Start of the whole product with a cold disk.
    hookTimeout: 240_000,
  },
});
