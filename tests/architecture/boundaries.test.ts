/** The dependency table of docs/architecture.md, enforced. One row per folder of app/. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const BASE = ["platform", "shopify", "jobs", "ui", "ledger"];
const SHARED = ["shops", "rails", "orders", "messages"];
const FEATURES = [...SHARED, "returns", "dropship", "delays", "flows"];
const MAY_IMPORT: Record<string, readonly string[]> = {
  platform: [],
  ui: ["platform"],
  shopify: ["platform"],
  jobs: ["platform"],
  ledger: ["platform"],
  ingest: BASE,
  shops: BASE,
  rails: BASE,
  orders: BASE,
  messages: BASE,
  returns: [...BASE, ...SHARED],
  dropship: [...BASE, ...SHARED],
  delays: [...BASE, ...SHARED],
  flows: [...BASE, ...FEATURES],
  routes: ["platform", "shopify", "ui", "jobs", ...FEATURES],
};
const IO_PACKAGES =
  /^(node:|@prisma\/|graphql-request$|pg$|pg-|undici$|@shopify\/shopify-app-remix)/;
const IMPORT =
  /^\s*(?:import|export)\s(?:[\s\S]*?\sfrom\s)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm;

const list = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && statSync(file).isFile());

const importsOf = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? []);

const modules = list("app")
  .filter((file) => file.split("/").length > 2) // files at the root of app/ wire everything
  .map((file) => ({
    file,
    folder: file.split("/")[1] ?? "",
    isPure: !/\.server\.tsx?$/.test(file) && !file.startsWith("app/routes/"),
    imports: importsOf(file),
  }));

test("every folder of app/ has a row in the table", () => {
  const folders = new Set(modules.map(({ folder }) => folder));
  expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  expect(modules.length).toBeGreaterThan(20);
});

test.each(modules)("$file stays inside its boundary", ({ folder, isPure, imports }) => {
  const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
  const targets = imports.flatMap((name) => /^#app\/([\w-]+)\//.exec(name)?.[1] ?? []);
  expect(targets.filter((target) => !allowed.includes(target))).toEqual([]);
  expect(imports.filter((name) => name.startsWith("../"))).toEqual([]);
  const io = imports.filter((name) => IO_PACKAGES.test(name) || /\.server(\.tsx?)?$/.test(name));
  if (isPure) expect(io.filter((name) => !isTypeOnly(name))).toEqual([]);

  function isTypeOnly(name: string) {
    // A type disappears when compiled: naming one does no I/O.
    const source = readFileSync(
      modules.find((module) => module.imports === imports)?.file ?? "",
      "utf8",
    );
    const statements = source.match(/^import [\s\S]*?from\s+["'][^"']+["'];?$/gm) ?? [];
    const naming = statements.filter((one) => one.includes(`"${name}"`));
    return naming.length > 0 && naming.every((one) => one.startsWith("import type"));
  }
});

test("no import cycles in app/ or sandbox/", () => {
  const files = [...list("app"), ...list("sandbox")];
  const graph = new Map(
    files.map((file) => [
      file,
      runtimeImports(file)
        .map((name) => resolve(file, name))
        .filter((to) => to !== null),
    ]),
  );
  const cycles: string[] = [];
  const state = new Map<string, "open" | "done">();
  function visit(file: string, path: readonly string[]) {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  }
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

/** Imports that exist at run time: a type-only cycle is erased by the compiler. */
function runtimeImports(file: string): string[] {
  const source = readFileSync(file, "utf8").replace(
    /^(?:import|export) type [\s\S]*?from\s+["'][^"']+["'];?$/gm,
    "",
  );
  return [...source.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? []);
}

function resolve(from: string, name: string): string | null {
  if (name.startsWith("#app/") || name.startsWith("#sandbox/")) return name.slice(1);
  if (name.startsWith("./")) return normalize(join(dirname(from), name));
  return null;
}

test("app/, sandbox/ and extensions/ do not know each other", () => {
  const strangers = (folder: string, words: RegExp) =>
    list(folder).filter((file) => importsOf(file).some((name) => words.test(name)));
  expect(strangers("app", /sandbox|extensions\//)).toEqual([]);
  expect(strangers("sandbox", /#app\/|\/app\//)).toEqual([]);
});

test("app/ has no branch, flag or word that knows of the sandbox", () => {
  // The web's own words: an iframe's attribute and the directive of a content security policy.
  const browserWords = /sandbox=""|"sandbox; default-src/g;
  const knowing = list("app").filter((file) =>
    /sandbox/i.test(readFileSync(file, "utf8").replace(browserWords, "")),
  );
  expect(knowing).toEqual([]);
});

test("app/ keeps no state at module level", () => {
  // `let` at the left margin, or a module-level Map, Set or array that somebody could fill.
  const stateful = list("app").filter((file) =>
    /^(?:export )?let |^(?:export )?const \w+(?:: [^=]+)? = new (?:Map|WeakMap)\(\)|^(?:export )?const \w+(?:: [^=]+)? = \[\];/m.test(
      readFileSync(file, "utf8"),
    ),
  );
  // The process shell holds its own stop flag.
  expect(stateful.filter((file) => file !== "app/server.ts" && file !== "app/worker.ts")).toEqual(
    [],
  );
});
