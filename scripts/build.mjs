/** Builds what production runs: Remix's bundles by Vite, then web, worker and migrate by esbuild into build/. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = process.cwd();

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
  // Packages stay in node_modules: bundling them gains nothing and breaks those that read files beside themselves.
  packages: "external",
  // `#app/…` is our own and must be inlined; esbuild would otherwise leave package imports alone.
  plugins: [
    {
      name: "own-imports",
      setup(esbuild) {
        esbuild.onResolve({ filter: /^#(app|scripts)\// }, ({ path }) => ({
          path: join(root, path.slice(1)),
        }));
      },
    },
    {
      // Hundreds of small files of which we use a few: read one by one they cost a second of each start.
      name: "many-files",
      setup(esbuild) {
        esbuild.onResolve({ filter: /^(date-fns|@date-fns\/tz|zod)(\/|$)/ }, ({ path }) => ({
          path: fileURLToPath(import.meta.resolve(path)),
        }));
      },
    },
  ],
  sourcemap: true,
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
