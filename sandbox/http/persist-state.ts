/**
 * Keeps the sandbox's state in one file: V8's own serialisation of plain data (Maps, Sets and bigints included),
 * gzipped, written beside and renamed, so that a crash leaves the old file or the new one.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import { gunzipSync, gzip, gzipSync } from "node:zlib";
import type { SandboxState } from "./sandbox-context.ts";

// Raised when the shape of the state changes in a way older files do not have.
const FORMAT = 1;

/** Null: no such file. Throws with advice when the file is not readable by this version. */
export function loadState(path: string): SandboxState | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  try {
    const stored = deserialize(gunzipSync(bytes)) as { format: number; state: SandboxState };
    if (stored.format !== FORMAT) throw new Error(`format ${stored.format}`);
    stored.state.world.onEvent = null;
    return stored.state;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be read (${reason}). Start with --fresh to forget it.`);
  }
}

/** At once, for the last snapshot of a process. */
export function saveState(path: string, state: SandboxState): void {
  const bytes = gzipSync(toBytes(state), { level: 1 });
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, bytes);
  renameSync(draft, path);
}

/** The same with packing and writing off the main thread: requests wait for the copy only. */
export async function saveStateLater(path: string, state: SandboxState): Promise<void> {
  const bytes = await promisify(gzip)(toBytes(state), { level: 1 });
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.later.tmp`;
  await writeFile(draft, bytes);
  await rename(draft, path);
}

// Level 1 of gzip: a fifth of the size at a tenth of the time of the default level.
function toBytes(state: SandboxState): Buffer {
  const { onEvent: _onEvent, schedule: _schedule, ...world } = state.world;
  return serialize({ format: FORMAT, state: { ...state, world } });
}

export function forgetState(path: string): void {
  rmSync(path, { force: true });
}
