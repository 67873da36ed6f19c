/** The sandbox as one file, built once a run: read as hundreds it takes three times as long to start, and many tests start one. */
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const FOLDER = ".aftercare/test-bundles";

/** Its path: `node <path> --port 0 …` does what `node --import tsx sandbox/main.ts --port 0 …` does. */
export async function bundleSandbox(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, `sandbox-${process.pid}.mjs`);
  await build({
    entryPoints: ["sandbox/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    plugins: [OWN_FILES],
    logLevel: "error",
  });
  return outfile;
}

const OWN_FILES: Plugin = {
  name: "own-files",
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^#sandbox\// }, ({ path }) => ({ path: resolve(path.slice(1)) }));
    // What stands beside a file is looked for where the file is, not where the bundle is.
    esbuild.onLoad({ filter: /\/sandbox\/.*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
    }));
  },
};
