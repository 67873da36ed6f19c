/**
 * Brings a fresh clone to the point where it can run: dependencies, Shopify's schema, Prisma client, build. Plain
 * Node without dependencies, for it runs before there are any. Each step is skipped while its inputs are unchanged.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const STAMPS = join(root, ".aftercare", "stamps.json");
const MIN_NODE = [20, 19];
// Dependencies take 1.0 GB, the build and a seeded database 0.4 GB.
const MIN_FREE_BYTES = 1.5 * 1024 ** 3;

/** A problem the person at the keyboard can solve: printed as it is, without a stack. */
export class SetupProblem extends Error {
  name = "SetupProblem";
}

/** Ends the process with one sentence for a known problem; anything else keeps its stack. */
export function explainAndExit(error) {
  if (error instanceof SetupProblem) console.error(`\n${error.message}\n`);
  else if (isDiskFull(error)) console.error(`\n${DISK_FULL}\n`);
  else console.error(error);
  process.exit(1);
}

const DISK_FULL =
  "The disk is full. Aftercare needs about 1.5 GB; free some space and run the command again.";
const isDiskFull = (error) => /ENOSPC|No space left on device/.test(String(error?.stack ?? error));

export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  throw new SetupProblem(
    `Aftercare needs Node ${MIN_NODE.join(".")} or newer; this is ${process.versions.node}. Install it from nodejs.org and run the command again.`,
  );
}

function requireDisk() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < MIN_FREE_BYTES) throw new SetupProblem(DISK_FULL);
}

const readStamps = () => (existsSync(STAMPS) ? JSON.parse(readFileSync(STAMPS, "utf8")) : {});

/** Runs a step when the content of its inputs differs from the last time it ended well. */
async function step(name, label, inputs, work, isThere = () => true) {
  const hash = hashFiles(inputs);
  if (readStamps()[name] === hash && isThere()) return;
  const startedAt = Date.now();
  process.stdout.write(`${label} … `);
  await work();
  mkdirSync(dirname(STAMPS), { recursive: true });
  writeFileSync(STAMPS, JSON.stringify({ ...readStamps(), [name]: hash }, null, 2));
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function hashFiles(paths) {
  const hash = createHash("sha256").update(process.version).update(process.arch);
  for (const path of paths.flatMap(listFiles).sort())
    hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function listFiles(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  const entries = readDirectory(full);
  if (entries === null) return [path];
  return entries.flatMap((entry) => listFiles(join(path, entry)));
}

function readDirectory(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}

function run(command, args, what) {
  const done = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 ** 2,
  });
  if (done.status === 0) return;
  const output = `${done.stdout ?? ""}\n${done.stderr ?? ""}`;
  if (isDiskFull(output)) throw new SetupProblem(DISK_FULL);
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output))
    throw new SetupProblem(
      `The npm registry could not be reached while ${what}. Check the network and run the command again.`,
    );
  throw new SetupProblem(
    `Something went wrong while ${what}:\n${output.trim().split("\n").slice(-25).join("\n")}`,
  );
}

/** Everything up to (and, when asked, including) the production build. */
export async function setUp({ build = true } = {}) {
  requireNode();
  const isInstalled = () => existsSync(join(root, "node_modules", ".package-lock.json"));
  if (!isInstalled()) requireDisk();
  await step(
    "dependencies",
    "Installing dependencies",
    ["package-lock.json", "package.json"],
    () =>
      run(
        "npm",
        ["ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional"],
        "installing the dependencies",
      ),
    isInstalled,
  );
  const { ensureSchema, schemaPath } = await import("./setup-schema.mjs");
  await step(
    "schema",
    "Fetching Shopify's schema",
    ["scripts/setup-schema.mjs"],
    () => ensureSchema(root),
    () => existsSync(schemaPath(root)),
  );
  await step(
    "prisma",
    "Generating the database client",
    ["prisma/schema", "prisma.config.ts", "package-lock.json"],
    () =>
      run(process.execPath, ["scripts/prisma.mjs", "generate"], "generating the database client"),
    () => existsSync(join(root, "node_modules", ".prisma", "client", "index.js")),
  );
  if (!build) return;
  await step(
    "build",
    "Building the app",
    [
      "app",
      "scripts/build.mjs",
      "vite.config.ts",
      "package-lock.json",
      "tsconfig.json",
      "prisma/schema",
      "public",
      "shopify.app.toml",
    ],
    () => run(process.execPath, ["scripts/build.mjs"], "building the app"),
    () =>
      existsSync(join(root, "build", "web.js")) &&
      existsSync(join(root, "build", "server", "index.js")),
  );
}

/** Which npm scripts may be run by hand: `node scripts/setup.mjs` sets up without building. */
if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1])
  setUp({ build: process.argv.includes("--build") }).catch(explainAndExit);
