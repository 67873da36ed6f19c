/**
 * Adds to package-lock.json the binaries of other platforms that the registry in use does not carry. npm leaves them out
 * there, and then refuses its own lock file (`npm ci`: "Missing: … from lock file"). Run it after adding a dependency.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "win32",
  "sunos",
  "aix",
];
const PROCESSORS = {
  x64: "x64",
  arm64: "arm64",
  ia32: "ia32",
  arm: "arm",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  loong64: "loong64",
  wasm32: "wasm32",
};

/** Optional dependencies that no entry of the lock's packages answers: `[of whom, name, version]`. */
export function listMissing(packages) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !packages[resolveEntry(packages, path, name)]?.version)
      .map(([name, version]) => [path, name, version]),
  );
}

/** Where node would find the package, as a key of the lock. */
function resolveEntry(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const key = `${at ? `${at}/` : ""}node_modules/${name}`;
    if (packages[key]) return key;
    if (!at) return "";
  }
}

function describePlatform(name) {
  const words = name.split("/").pop().split(/[-.]/);
  const system = SYSTEMS.find((one) => words.includes(one));
  const processor = words.map((word) => PROCESSORS[word]).find(Boolean);
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(words.some((word) => word.startsWith("musl")) ? { libc: ["musl"] } : {}),
    ...(system ? { os: [system] } : {}),
  };
}

export function completeLockfile(file) {
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const { packages } = lock;
  const missing = listMissing(packages);
  for (const [path, name, version] of missing) {
    const isTaken = resolveEntry(packages, path, name) !== "";
    const dev = packages[path].dev ? { dev: true } : {};
    packages[isTaken ? `${path}/node_modules/${name}` : `node_modules/${name}`] = {
      version,
      ...dev,
      optional: true,
      ...describePlatform(name),
    };
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  return missing.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(`${completeLockfile("package-lock.json")} entries added.`);
