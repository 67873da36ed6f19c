import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listMissing } from "#scripts/complete-lockfile.mjs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { version?: string; resolved?: string; dependencies?: object }>;
};
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "dependencies" | "devDependencies" | "optionalDependencies",
  Record<string, string>
>;

test("npm ci can use the lock file: every optional dependency has its entry", () => {
  expect(listMissing(packages)).toEqual([]);
});

test("every direct dependency is pinned to one version", () => {
  const ranges = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  }).filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(ranges).toEqual([]);
});

test("nothing is installed from anywhere but the registry in use", () => {
  // Entries without an address come from the registry by name and version; any address would be another place.
  expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
});
