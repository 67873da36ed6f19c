/** A supplier's SFTP server of the test's own: one folder in memory, and one mishap a plan. */
import ssh2, { type Attributes, type Connection, type SFTPWrapper } from "ssh2";

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

/** At the moment a file takes its final name: the line is cut before or after, or the server says that it failed. */
export type SftpMishap = "cut_before" | "cut_after" | "fail_before" | "fail_after";

export const PEER_LOGIN = { username: "aftercare", password: "open sesame" };

export type SftpPeer = Awaited<ReturnType<typeof startSftpPeer>>;

export async function startSftpPeer(
  { nextMishap }: { readonly nextMishap: () => SftpMishap | null } = { nextMishap: () => null },
) {
  const files = new Map<string, Buffer>();
  /** every file that took a final name, in turn */
  const arrivals: string[] = [];
  const planned: SftpMishap[] = [];
  const reading: { before: () => Promise<unknown> } = { before: () => Promise.resolve() };
  const server = new ssh2.Server({ hostKeys: [newHostKey()] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (attempt) => {
      const isKnown =
        attempt.method === "password" &&
        attempt.username === PEER_LOGIN.username &&
        attempt.password === PEER_LOGIN.password;
      if (isKnown) attempt.accept();
      else attempt.reject(["password"]);
    });
    client.on("ready", () =>
      client.on("session", (accept) =>
        accept().on("sftp", (acceptSftp) => serve(acceptSftp(), client)),
      ),
    );
  });
  const serve = (sftp: SFTPWrapper, client: Connection) => {
    const open = new Map<number, string>();
    const status = (id: number, code: keyof typeof STATUS_CODE) =>
      sftp.status(id, STATUS_CODE[code]);
    const stat = (id: number, path: string) => {
      const file = files.get(path);
      if (file) sftp.attrs(id, attributesOf(file.byteLength));
      else status(id, "NO_SUCH_FILE");
    };
    sftp.on("STAT", stat);
    sftp.on("LSTAT", stat);
    sftp.on("FSTAT", (id, handle) => stat(id, open.get(handle.readUInt32BE()) ?? ""));
    sftp.on("SETSTAT", (id) => status(id, "OK"));
    sftp.on("FSETSTAT", (id) => status(id, "OK"));
    sftp.on("REALPATH", (id, path) =>
      sftp.name(id, [{ filename: path, longname: path, attrs: attributesOf(0) }]),
    );
    sftp.on("OPEN", (id, path, flags) => {
      const isWritten = (flags & OPEN_MODE.WRITE) !== 0;
      if (!isWritten && !files.has(path)) return status(id, "NO_SUCH_FILE");
      const name = Buffer.alloc(4);
      name.writeUInt32BE(open.size + 1);
      open.set(open.size + 1, path);
      if (isWritten) files.set(path, Buffer.alloc(0));
      sftp.handle(id, name);
    });
    sftp.on("READ", (id, handle, offset, length) => {
      const file = files.get(open.get(handle.readUInt32BE()) ?? "") ?? Buffer.alloc(0);
      const part = file.subarray(offset, offset + length);
      void reading
        .before()
        .then(() => (part.byteLength > 0 ? sftp.data(id, part) : status(id, "EOF")));
    });
    sftp.on("WRITE", (id, handle, offset, data) => {
      const path = open.get(handle.readUInt32BE()) ?? "";
      const kept = files.get(path) ?? Buffer.alloc(0);
      files.set(path, Buffer.concat([kept.subarray(0, offset), data]));
      status(id, "OK");
    });
    sftp.on("CLOSE", (id) => status(id, "OK"));
    sftp.on("RENAME", (id, from, to) => {
      const mishap = planned.shift() ?? nextMishap();
      if (mishap === "cut_before") return client.end();
      if (mishap === "fail_before") return status(id, "FAILURE");
      const file = files.get(from);
      if (!file || files.has(to)) return status(id, "FAILURE");
      files.delete(from);
      files.set(to, file);
      arrivals.push(to);
      if (mishap === "cut_after") return client.end();
      status(id, mishap === "fail_after" ? "FAILURE" : "OK");
    });
    for (const other of ["MKDIR", "REMOVE", "OPENDIR", "READDIR"] as const)
      sftp.on(other, (id: number) => status(id, "FAILURE"));
  };
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port =
    typeof address === "object" && address !== null && "port" in address ? address.port : 0;
  return {
    port,
    files,
    arrivals,
    reading,
    spoil: (mishap: SftpMishap) => void planned.push(mishap),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const newHostKey = () => ssh2.utils.generateKeyPairSync("ed25519").private;

const attributesOf = (size: number): Attributes => ({
  mode: 0o100644,
  uid: 0,
  gid: 0,
  size,
  atime: 0,
  mtime: 0,
});
