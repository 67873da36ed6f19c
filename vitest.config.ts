import { defineConfig } from "vitest/config";

const common = {
  testTimeout: 30_000,
  hookTimeout: 120_000,
  pool: "forks" as const,
  // Vitest leaves one processor free; these tests wait for databases and processes most of the time.
  maxWorkers: 2,
  // Test files leave nothing behind: modules, Shopify's schema among them, are loaded once a process instead of once a file.
  isolate: false,
};

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "architecture",
          include: ["tests/architecture/**/*.test.ts", "tests/contract/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "integration",
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/support/global-setup.ts"],
        },
      },
    ],
  },
});
