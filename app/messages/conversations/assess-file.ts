/**
 * What a file that came with a mail really is, by its bytes: the name and the type it claims are only a stranger's words.
 * Pure. Kinds that are not on the list are refused; what is kept is never run or shown, only handed out as a download.
 */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { oneLine } from "#app/messages/mail-address.ts";

export const FILE_KINDS = {
  pdf: { type: "application/pdf", extension: "pdf" },
  jpeg: { type: "image/jpeg", extension: "jpg" },
  png: { type: "image/png", extension: "png" },
  csv: { type: "text/csv; charset=utf-8", extension: "csv" },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension: "xlsx",
  },
} as const;

export type FileKind = keyof typeof FILE_KINDS;

export const isFileKind = (text: string): text is FileKind => Object.hasOwn(FILE_KINDS, text);

export type FileRefusal = {
  readonly code: "file_kind" | "file_too_big" | "too_many_files" | "file_empty";
};

export const FILE_REFUSALS = {
  file_kind: "Not kept: only PDF, JPEG, PNG, CSV and XLSX files are, judged by their content.",
  file_too_big: "Not kept: a file has at most 10 MB.",
  too_many_files: "Not kept: 10 files a mail and 50 a conversation are.",
  file_empty: "Not kept: it was empty.",
} as const satisfies Record<FileRefusal["code"], string>;

export const isFileRefusal = (text: string): text is FileRefusal["code"] =>
  Object.hasOwn(FILE_REFUSALS, text);

export const MOST_FILES_A_MAIL = 10;
export const MOST_FILES_A_CONVERSATION = 50;
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_NAME = 100;

export function assessFile(bytes: Uint8Array, name: string): Result<FileKind, FileRefusal> {
  if (bytes.byteLength === 0) return refuse({ code: "file_empty" });
  if (bytes.byteLength > MAX_BYTES) return refuse({ code: "file_too_big" });
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return accept("pdf");
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return accept("jpeg");
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return accept("png");
  if (isWorkbook(bytes)) return accept("xlsx");
  if (/\.csv$/i.test(name) && isPlainText(bytes)) return accept("csv");
  return refuse({ code: "file_kind" });
}

/** A name without a path, with the ending of what it is: `invoice.pdf.exe` that is a PDF becomes `invoice.pdf.pdf`. */
export function fileName(name: string, kind: FileKind): string {
  const last = oneLine(name.split(/[\\/]/).at(-1) ?? "", 300).replace(
    /["'<>:|?*%;\u202a-\u202e]/g,
    "",
  );
  const base = last
    .replace(/^\.+/, "")
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .slice(0, MAX_NAME)
    .trim();
  return `${base || "file"}.${FILE_KINDS[kind].extension}`;
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);

/** A ZIP whose first entries are a workbook's, and that holds no program of one (`vbaProject.bin`). */
function isWorkbook(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return false;
  const text = new TextDecoder("latin1").decode(bytes);
  return (
    text.includes("[Content_Types].xml") &&
    text.includes("xl/workbook.xml") &&
    !text.includes("vbaProject.bin")
  );
}

// eslint-disable-next-line no-control-regex -- these are what is looked for
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return !NOT_TEXT.test(text) && !/<(?:html|script|svg)\b/i.test(text);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
