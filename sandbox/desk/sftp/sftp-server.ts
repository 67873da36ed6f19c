/**
 * The suppliers' SFTP server: one user per supplier, a password or a public key, a folder of its own each. A purchase order
 * has arrived when a file of a final name stands in `in/`, whether written there or moved there.
 */
import { timingSafeEqual } from "node:crypto";
import ssh2, { type AuthContext, type Connection, type ParsedKey, type SFTPWrapper } from "ssh2";
import { findDeskSupplier, getPassword } from "#sandbox/desk/desk-suppliers.ts";
import { openDesk } from "#sandbox/desk/desk-state.ts";
import { makeFeed } from "#sandbox/desk/feeds/make-feed.ts";
import type { DeskSupplier } from "#sandbox/desk/desk-types.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { serveFolder } from "./serve-folder.ts";

export type SftpServer = { port: number; stop: () => Promise<void> };

export async function startSftpServer(sandbox: Sandbox, port: number): Promise<SftpServer> {
  const open = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [keepHostKey(sandbox)] }, (client) => {
    open.add(client);
    client.on("close", () => open.delete(client));
    // A client that drops its connection is everyday life.
    client.on("error", () => open.delete(client));
    greet(sandbox, client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const client of open) client.end();
      }),
  };
}

function greet(sandbox: Sandbox, client: Connection): void {
  let supplier: DeskSupplier | null = null;
  client.on("authentication", (context) => {
    supplier = findDeskSupplier(context.username);
    if (supplier && isAllowed(supplier, context)) context.accept();
    else context.reject(["password", "publickey"]);
  });
  client.on("session", (accept) => {
    accept().on("sftp", (acceptSftp) => {
      if (supplier) void open(sandbox, supplier, client, acceptSftp);
    });
  });
}

async function open(
  sandbox: Sandbox,
  { code }: DeskSupplier,
  client: Connection,
  acceptSftp: () => SFTPWrapper,
): Promise<void> {
  const feed = await makeFeed(sandbox, code);
  serveFolder({ sandbox, supplier: code, sftp: acceptSftp(), feed, drop: () => cut(client) });
}

/** Any key whose owner can sign with it is taken: which one belongs to whom is nothing a sandbox needs to guard. */
function isAllowed({ code }: DeskSupplier, context: AuthContext): boolean {
  if (context.method === "password") return isSame(context.password, getPassword(code));
  if (context.method !== "publickey") return false;
  if (!context.signature || !context.blob) return true; // the client asks whether the key would do
  const key = ssh2.utils.parseKey(context.key.data) as ParsedKey | Error;
  if (key instanceof Error) return false;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** As when the network goes: no goodbye. */
function cut(client: Connection): void {
  const { _sock: socket } = client as unknown as { _sock?: { destroy: () => void } };
  if (socket) socket.destroy();
  else client.end();
}

/** Made once per store, so that a client that remembers the fingerprint is not alarmed by a restart. */
function keepHostKey(sandbox: Sandbox): string {
  const desk = openDesk(sandbox);
  desk.hostKey ??= ssh2.utils.generateKeyPairSync("ed25519").private;
  return desk.hostKey;
}
