/**
 * A supplier's SFTP folder: `in/` for what others put there, `out/` with its price list. Two levels, kept in the sandbox's
 * state; the price list is made when it is read.
 */
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import type { DeskFile, DeskState } from "#sandbox/desk/desk-types.ts";

export const FOLDERS = ["/", "/in", "/out"] as const;

export type FolderEntry = { name: string; isFolder: boolean; size: number; at: string };

/** `in/x`, `./in/x` and `/in/../in/x` are `/in/x`. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export const isFolder = (path: string) => FOLDERS.some((folder) => folder === path);

/** Whether a file may be put there: into `in/`, one level deep. */
export const canPut = (path: string) => /^\/in\/[^/]+$/.test(path);

export function listFiles(desk: DeskState, supplier: SupplierCode): DeskFile[] {
  return desk.files[supplier] ?? [];
}

export function findFile(desk: DeskState, supplier: SupplierCode, path: string): DeskFile | null {
  return listFiles(desk, supplier).find((file) => file.path === path) ?? null;
}

export function putFile(desk: DeskState, supplier: SupplierCode, file: DeskFile): void {
  const others = listFiles(desk, supplier).filter(({ path }) => path !== file.path);
  desk.files[supplier] = [...others, file];
}

export function removeFile(desk: DeskState, supplier: SupplierCode, path: string): boolean {
  const before = listFiles(desk, supplier);
  const after = before.filter((file) => file.path !== path);
  desk.files[supplier] = after;
  return after.length < before.length;
}

/** What is in a folder; null: there is none of that name. */
export function listFolder(files: readonly DeskFile[], folder: string): FolderEntry[] | null {
  if (!isFolder(folder)) return null;
  const prefix = folder === "/" ? "/" : `${folder}/`;
  const folders = FOLDERS.filter((one) => folder === "/" && one !== "/").map((one) => ({
    name: one.slice(1),
    isFolder: true,
    size: 0,
    at: "1970-01-01T00:00:00.000Z",
  }));
  const inside = files
    .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"))
    .map(({ path, base64, at }) => ({
      name: path.slice(prefix.length),
      isFolder: false,
      size: Buffer.byteLength(base64, "base64"),
      at,
    }));
  return [...folders, ...inside];
}
