/** Builds what production runs: Remix's bundles by Vite, then web, worker and migrate by esbuild into build/. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";

const root = process.cwd();

// Hundreds of small files of which we use a few: read one by one they cost a second of each start.
const MANY_FILES = [
  "@date-fns/tz",
  "csv-parse",
  "csv-stringify",
  "date-fns",
  "graphql",
  "graphql-request",
  "postal-mime",
  "prom-client",
  "ts-tracking-number",
  "undici",
  "zod",
];

const remix = spawnSync(
  process.execPath,
  [join(root, "node_modules", "@remix-run", "dev", "dist", "cli.js"), "vite:build"],
  { cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
);
if (remix.status !== 0) process.exit(remix.status ?? 1);

await build({
  absWorkingDir: root,
  entryPoints: { web: "app/server.ts", worker: "app/worker.ts", migrate: "scripts/migrate.mjs" },
  outdir: "build",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  // Packages that are written in ES modules and in CommonJS are taken as the former: only what is used of them is kept.
  mainFields: ["module", "main"],
  // What was CommonJS asks for Node's own modules by require.
  banner: {
    js: 'import { createRequire as createRequireOfBundle } from "node:module";\nconst require = createRequireOfBundle(import.meta.url);',
  },
  plugins: [
    {
      name: "packages",
      setup(esbuild) {
        // `#app/…` is our own and must be inlined; esbuild would otherwise leave package imports alone.
        esbuild.onResolve({ filter: /^#(app|scripts)\// }, ({ path }) => ({
          path: join(root, path.slice(1)),
        }));
        // Packages stay in node_modules: bundling them gains nothing and breaks those that read files beside themselves.
        esbuild.onResolve({ filter: /^[^.#/]/ }, ({ path, importer, kind }) => {
          if (kind === "entry-point" || path.startsWith("node:")) return undefined;
          // What a bundled package is made of goes with it.
          const isInside = importer.includes("node_modules");
          const isOfMany = MANY_FILES.some((name) => path === name || path.startsWith(`${name}/`));
          return isInside || isOfMany ? undefined : { path, external: true };
        });
      },
    },
  ],
  sourcemap: true,
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
