/** Answers one SFTP session over a supplier's folder; faults strike where a file takes its final name. */
import { setTimeout as sleep } from "node:timers/promises";
import ssh2, { type Attributes, type SFTPWrapper } from "ssh2";
import { nextFault } from "#sandbox/http/fault-state.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import { openDesk, stamp } from "#sandbox/desk/desk-state.ts";
import type { DeskFile } from "#sandbox/desk/desk-types.ts";
import type { Feed } from "#sandbox/desk/feeds/make-feed.ts";
import { isFinalName, readDeskFile } from "#sandbox/desk/read-desk-file.ts";
import {
  canPut,
  cleanPath,
  findFile,
  isFolder,
  listFiles,
  listFolder,
  putFile,
  removeFile,
} from "./folder.ts";

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
// A purchase order is some kilobytes; a longer one is a mistake and would only fill memory.
const MAX_FILE_BYTES = 16 * 1024 * 1024;

type Visit = {
  sandbox: Sandbox;
  supplier: SupplierCode;
  sftp: SFTPWrapper;
  /** The price list, as of when the visitor came. */
  feed: Feed;
  /** Cuts the connection. */
  drop: () => void;
};

type Handle =
  | { kind: "folder"; path: string; isRead: boolean }
  | { kind: "read"; file: DeskFile }
  | { kind: "write"; path: string; bytes: Buffer };

type Session = Visit & {
  status: (reqId: number, code: keyof typeof STATUS_CODE) => void;
  open: (reqId: number, handle: Handle) => void;
  find: (name: Buffer) => Handle | undefined;
  close: (name: Buffer) => void;
};

export function serveFolder(visit: Visit): void {
  const session = { ...visit, ...keepHandles(visit.sftp) };
  answerStats(session);
  answerFolders(session);
  answerOpens(session);
  answerTransfers(session);
  answerChanges(session);
}

function keepHandles(sftp: SFTPWrapper): Omit<Session, keyof Visit> {
  const handles = new Map<number, Handle>();
  let nextHandle = 1;
  const idOf = (name: Buffer) => (name.length === 4 ? name.readUInt32BE() : 0);
  return {
    status: (reqId, code) => sftp.status(reqId, STATUS_CODE[code]),
    open: (reqId, handle) => {
      const name = Buffer.alloc(4);
      name.writeUInt32BE(nextHandle);
      handles.set(nextHandle, handle);
      nextHandle += 1;
      sftp.handle(reqId, name);
    },
    find: (name) => handles.get(idOf(name)),
    close: (name) => void handles.delete(idOf(name)),
  };
}

function answerStats(session: Session): void {
  const { sftp, status, find } = session;
  const answer = (reqId: number, path: string) => {
    const attrs = statOf(session, cleanPath(path));
    if (attrs) sftp.attrs(reqId, attrs);
    else status(reqId, "NO_SUCH_FILE");
  };
  sftp.on("STAT", answer);
  sftp.on("LSTAT", answer);
  sftp.on("FSTAT", (reqId, name) => {
    const handle = find(name);
    if (!handle) return status(reqId, "FAILURE");
    const size = handle.kind === "read" ? sizeOf(handle.file) : 0;
    sftp.attrs(reqId, attributesOf(handle.kind === "folder", size, null));
  });
  sftp.on("SETSTAT", (reqId) => status(reqId, "OK"));
  sftp.on("FSETSTAT", (reqId) => status(reqId, "OK"));
  sftp.on("REALPATH", (reqId, path) => {
    const clean = cleanPath(path);
    sftp.name(reqId, [{ filename: clean, longname: clean, attrs: attributesOf(true, 0, null) }]);
  });
  sftp.on("READLINK", (reqId) => status(reqId, "NO_SUCH_FILE"));
  sftp.on("EXTENDED", (reqId) => status(reqId, "OP_UNSUPPORTED"));
}

function answerFolders(session: Session): void {
  const { sftp, status, open, find } = session;
  sftp.on("MKDIR", (reqId, path) => status(reqId, isFolder(cleanPath(path)) ? "OK" : "FAILURE"));
  sftp.on("RMDIR", (reqId) => status(reqId, "PERMISSION_DENIED"));
  sftp.on("OPENDIR", (reqId, path) => {
    const folder = cleanPath(path);
    if (!isFolder(folder)) return status(reqId, "NO_SUCH_FILE");
    open(reqId, { kind: "folder", path: folder, isRead: false });
  });
  sftp.on("READDIR", (reqId, name) => {
    const handle = find(name);
    if (handle?.kind !== "folder") return status(reqId, "FAILURE");
    const entries = listFolder(allFiles(session), handle.path) ?? [];
    if (handle.isRead || entries.length === 0) return status(reqId, "EOF");
    handle.isRead = true;
    const names = entries.map(({ name: filename, isFolder: isDirectory, size, at }) => ({
      filename,
      longname: `${isDirectory ? "d" : "-"}rw-r--r-- 1 desk desk ${size} Jan 1 00:00 ${filename}`,
      attrs: attributesOf(isDirectory, size, at),
    }));
    sftp.name(reqId, names);
  });
}

function answerOpens(session: Session): void {
  const { sandbox, supplier, sftp, status, open } = session;
  sftp.on("OPEN", (reqId, filename, flags) => {
    const path = cleanPath(filename);
    if ((flags & OPEN_MODE.WRITE) === 0) {
      const file = allFiles(session).find((one) => one.path === path);
      return file ? open(reqId, { kind: "read", file }) : status(reqId, "NO_SUCH_FILE");
    }
    if (!canPut(path)) return status(reqId, "PERMISSION_DENIED");
    const existing = findFile(openDesk(sandbox), supplier, path);
    if (existing && (flags & OPEN_MODE.EXCL) !== 0) return status(reqId, "FAILURE");
    const isKept = existing !== null && (flags & OPEN_MODE.TRUNC) === 0;
    const bytes = isKept ? Buffer.from(existing.base64, "base64") : Buffer.alloc(0);
    open(reqId, { kind: "write", path, bytes });
  });
}

function answerTransfers(session: Session): void {
  const { sftp, status, find, close } = session;
  sftp.on("READ", (reqId, name, offset, length) => {
    const handle = find(name);
    if (handle?.kind !== "read") return status(reqId, "FAILURE");
    const part = Buffer.from(handle.file.base64, "base64").subarray(offset, offset + length);
    if (part.length === 0) status(reqId, "EOF");
    else sftp.data(reqId, part);
  });
  sftp.on("WRITE", (reqId, name, offset, data) => {
    const handle = find(name);
    if (handle?.kind !== "write" || offset + data.length > MAX_FILE_BYTES)
      return status(reqId, "FAILURE");
    handle.bytes = writeAt(handle.bytes, offset, data);
    status(reqId, "OK");
  });
  sftp.on("CLOSE", (reqId, name) => {
    const handle = find(name);
    if (!handle) return status(reqId, "FAILURE");
    close(name);
    if (handle.kind !== "write") return status(reqId, "OK");
    void commit(session, reqId, handle.path, () => keep(session, handle.path, handle.bytes));
  });
}

function answerChanges(session: Session): void {
  const { sandbox, supplier, sftp, status } = session;
  sftp.on("REMOVE", (reqId, path) => {
    const isGone = removeFile(openDesk(sandbox), supplier, cleanPath(path));
    status(reqId, isGone ? "OK" : "NO_SUCH_FILE");
  });
  sftp.on("RENAME", (reqId, from, to) => {
    const [source, target] = [cleanPath(from), cleanPath(to)];
    const file = findFile(openDesk(sandbox), supplier, source);
    if (!file) return status(reqId, "NO_SUCH_FILE");
    if (!canPut(target)) return status(reqId, "PERMISSION_DENIED");
    // Version 3 of the protocol does not overwrite by renaming.
    if (findFile(openDesk(sandbox), supplier, target)) return status(reqId, "FAILURE");
    void commit(session, reqId, target, () => {
      removeFile(openDesk(sandbox), supplier, source);
      keep(session, target, Buffer.from(file.base64, "base64"));
    });
  });
  sftp.on("SYMLINK", (reqId) => status(reqId, "PERMISSION_DENIED"));
}

/** Takes a file in. A file of a passing name (`.part`, `.tmp`) meets no fault: nothing has arrived yet. */
async function commit(
  { sandbox, sftp, drop }: Visit,
  reqId: number,
  path: string,
  take: () => void,
): Promise<void> {
  const fault = isFinalName(path)
    ? nextFault(sandbox.faults, { path: "sftp", shop: null, operations: ["sftp"] })
    : null;
  if (fault?.kind === "cut_before") return drop();
  if (fault?.kind === "500_before")
    return void sftp.status(reqId, STATUS_CODE.FAILURE, "disk full");
  if (fault?.kind === "slow") await sleep(fault.ms);
  take();
  if (fault?.kind === "cut_after_commit") return drop();
  if (fault?.kind === "500_after") return void sftp.status(reqId, STATUS_CODE.FAILURE, "failure");
  sftp.status(reqId, STATUS_CODE.OK);
}

function keep({ sandbox, supplier }: Visit, path: string, bytes: Buffer): void {
  const file = { path, base64: bytes.toString("base64"), at: stamp(sandbox) };
  putFile(openDesk(sandbox), supplier, file);
  if (isFinalName(path)) readDeskFile(sandbox, supplier, file);
}

function allFiles({ sandbox, supplier, feed }: Visit): DeskFile[] {
  return [
    ...listFiles(openDesk(sandbox), supplier),
    { path: `/out/${feed.name}`, base64: feed.bytes.toString("base64"), at: stamp(sandbox) },
  ];
}

function statOf(visit: Visit, path: string): Attributes | null {
  if (isFolder(path)) return attributesOf(true, 0, null);
  const file = allFiles(visit).find((one) => one.path === path);
  return file ? attributesOf(false, sizeOf(file), file.at) : null;
}

function attributesOf(isDirectory: boolean, size: number, at: string | null): Attributes {
  const seconds = at === null ? 0 : Math.floor(Date.parse(at) / 1000);
  const mode = isDirectory ? 0o040755 : 0o100644;
  return { mode, uid: 1000, gid: 1000, size, atime: seconds, mtime: seconds };
}

function writeAt(bytes: Buffer, offset: number, data: Buffer): Buffer {
  const longer = Buffer.alloc(Math.max(bytes.length, offset + data.length));
  bytes.copy(longer);
  data.copy(longer, offset);
  return longer;
}

const sizeOf = ({ base64 }: DeskFile) => Buffer.byteLength(base64, "base64");
