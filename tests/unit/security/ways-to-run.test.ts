/** What runs the product elsewhere names only what exists. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createMetrics } from "#app/platform/metrics.server.ts";
import { readEnv } from "#app/platform/env.server.ts";

const dockerfile = readFileSync("Dockerfile", "utf8");
const compose = readFileSync("compose.example.yaml", "utf8");
const managed = readFileSync("docs/managed-postgres.md", "utf8");

type Dashboard = {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly description: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
};
const dashboard = JSON.parse(readFileSync("deploy/dashboard.json", "utf8")) as Dashboard;

test.each(dashboard.panels)(
  "the dashboard's panel $title reads metrics that exist",
  async ({ targets }) => {
    const known = new Set(
      (await createMetrics("web").registry.getMetricsAsJSON()).flatMap(({ name }) => [
        name,
        ...["_bucket", "_count", "_sum"].map((suffix) => name + suffix),
      ]),
    );
    for (const { expr } of targets) {
      const named = expr.match(/\b(?:aftercare|process|nodejs)_[a-z0-9_]+/g) ?? [];
      expect(named.length, expr).toBeGreaterThan(0);
      expect(named.filter((name) => !known.has(name))).toEqual([]);
    }
  },
);

test("every metric of ours is on the dashboard, every panel says what to do", async () => {
  const text = JSON.stringify(dashboard);
  const ours = (await createMetrics("web").registry.getMetricsAsJSON()).filter(({ name }) =>
    name.startsWith("aftercare_"),
  );
  expect(ours.length).toBeGreaterThan(4);
  expect(ours.filter(({ name }) => !text.includes(name)).map(({ name }) => name)).toEqual([]);
  expect(dashboard.panels.filter(({ description }) => description.length < 10)).toEqual([]);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

test("the image runs as nobody special, on Node 22, and copies only what exists", () => {
  expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(
    Array.from({ length: 3 }, () => "node:22-bookworm-slim"),
  );
  expect(dockerfile).toMatch(/\nUSER node\n/);
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  expect(copied.length).toBeGreaterThan(3);
  expect(copied.filter((name) => !existsSync(name))).toEqual([]);
  const ignored = readFileSync(".dockerignore", "utf8").split("\n");
  for (const name of [".git", ".env*", "node_modules", "tests", "sandbox", ".aftercare"])
    expect(ignored).toContain(name);
  expect(copied.filter((name) => ignored.includes(name))).toEqual([]);
});

test("image, example and page start the processes that the build makes", () => {
  const built = [
    ...readFileSync("scripts/build.mjs", "utf8").matchAll(/\b(web|worker|migrate): "/g),
  ].map(([, name]) => `build/${name}.js`);
  expect(built.sort()).toEqual(["build/migrate.js", "build/web.js", "build/worker.js"]);
  for (const text of [dockerfile, managed]) for (const file of built) expect(text).toContain(file);
  for (const file of ["build/migrate.js", "build/worker.js"]) expect(compose).toContain(file);
  // The bundle of migrate must take itself for the program it is.
  expect(readFileSync("scripts/migrate.mjs", "utf8")).toContain(String.raw`/\bmigrate\.m?js$/`);
});

test("the page names every variable without which nothing starts", () => {
  let words = "";
  try {
    readEnv({});
  } catch (error) {
    words = String(error);
  }
  const needed = [...words.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name ?? "");
  expect(needed.length).toBeGreaterThan(5);
  expect(needed.filter((name) => !managed.includes(`\`${name}\``))).toEqual([]);
});
