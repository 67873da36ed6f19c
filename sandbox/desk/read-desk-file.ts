/** What the desk makes of a file that was put into a supplier's `in/`. */
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import { receivePaper } from "./desk-state.ts";
import type { DeskFile } from "./desk-types.ts";
import { readTable } from "./read-paper.ts";

/** False for the names under which a file is still being written. */
export const isFinalName = (path: string) => /\/[^/.][^/]*\.csv$/i.test(path);

export function readDeskFile(sandbox: Sandbox, supplier: SupplierCode, file: DeskFile): void {
  const paper = readTable(Buffer.from(file.base64, "base64").toString("utf8"));
  const id = file.path.split("/").at(-1) ?? "";
  if (paper) receivePaper(sandbox, { supplier, channel: "sftp", id }, paper);
}
