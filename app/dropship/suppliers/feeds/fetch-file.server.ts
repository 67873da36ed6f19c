/** A supplier's file over HTTPS or SFTP. Addresses are judged before anything is sent to them. */
import type SftpClient from "ssh2-sftp-client";
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { Outage } from "#app/platform/outage.ts";
import { OUTGOING_WORDS, type Outgoing } from "#app/platform/outgoing.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { resolveSupplierHost } from "#app/platform/supplier-hosts.server.ts";
import { MS_PER_MINUTE, MS_PER_SECOND } from "#app/platform/time.ts";
import type { FeedPull } from "./feed-pull.ts";
import { MOST_FILE_BYTES } from "./feed-run.ts";

export type FetchDeps = { readonly outgoing: Outgoing; readonly listedHosts: readonly string[] };

export type FetchedFile = {
  readonly bytes: Buffer;
  /** of the server, where it has one */
  readonly hostKey: string | null;
};

export type FetchRefusal = { readonly sentence: string };

const HTTPS_TIMEOUT_MS = 2 * MS_PER_MINUTE;
const READY_MS = 15 * MS_PER_SECOND;

/** Throws an Outage when nobody answers; what another try does not mend is a refusal. */
export function fetchFile(
  deps: FetchDeps,
  pull: FeedPull,
  secret: string | null,
): Promise<Result<FetchedFile, FetchRefusal>> {
  return pull.kind === "https" ? fetchHttps(deps, pull, secret) : fetchSftp(deps, pull, secret);
}

async function fetchHttps(
  { outgoing }: FetchDeps,
  { url, username }: Extract<FeedPull, { kind: "https" }>,
  secret: string | null,
): Promise<Result<FetchedFile, FetchRefusal>> {
  const authorization =
    username !== null
      ? `Basic ${Buffer.from(`${username}:${secret ?? ""}`).toString("base64")}`
      : secret === null
        ? null
        : `Bearer ${secret}`;
  const answer = await outgoing.send({
    url,
    method: "GET",
    headers: { accept: "text/csv, */*", ...(authorization === null ? {} : { authorization }) },
    body: null,
    mostBytes: MOST_FILE_BYTES,
    timeoutMs: HTTPS_TIMEOUT_MS,
  });
  if (!answer.ok) return refuse({ sentence: OUTGOING_WORDS[answer.refusal.code] });
  const { status, body } = answer.value;
  if (status === 200) return accept({ bytes: body, hostKey: null });
  if (status === 429 || status >= 500)
    throw new Outage(`The supplier's server answered ${status}.`, { retry: "later" });
  return refuse({ sentence: `The server answered ${status}. Check the address and the password.` });
}

async function fetchSftp(
  { listedHosts }: FetchDeps,
  pull: Extract<FeedPull, { kind: "sftp" }>,
  secret: string | null,
): Promise<Result<FetchedFile, FetchRefusal>> {
  if (secret === null) return refuse({ sentence: "No password or key is on file. Enter one." });
  const address = await resolveSupplierHost(pull, listedHosts).catch((error: unknown) => {
    throw new Outage("The server's name is not known.", { retry: "later", cause: error });
  });
  if (!address.ok) return refuse({ sentence: OUTGOING_WORDS[address.refusal.code] });
  const quiet = () => undefined;
  const { default: Client } = await import("ssh2-sftp-client");
  const server = new Client("aftercare-feed", { error: quiet, end: quiet, close: quiet });
  let seen: string | null = null;
  try {
    await server.connect({
      host: address.value.address,
      port: pull.port,
      username: pull.username,
      ...(secret.startsWith("-----BEGIN") ? { privateKey: secret } : { password: secret }),
      readyTimeout: READY_MS,
      hostVerifier: (key: Buffer) => {
        seen = hashOf(key);
        return pull.hostKey === null || pull.hostKey.replace(/=+$/, "") === seen;
      },
    });
    const { size } = await server.stat(pull.path);
    if (size > MOST_FILE_BYTES) return refuse({ sentence: "The file is larger than 50 MB." });
    const bytes = await readBounded(server, pull.path);
    return bytes
      ? accept({ bytes, hostKey: seen })
      : refuse({ sentence: "The file is larger than 50 MB." });
  } catch (error) {
    return readFailure(error, { seen, wanted: pull.hostKey });
  } finally {
    void server.end().catch(quiet);
  }
}

/** What the server said of the size is not a promise. */
async function readBounded(server: SftpClient, path: string): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MOST_FILE_BYTES) return done(new Error("too large"));
      chunks.push(chunk);
      done();
    },
  });
  try {
    await server.get(path, sink);
  } catch (error) {
    if (bytes > MOST_FILE_BYTES) return null;
    throw error;
  }
  return Buffer.concat(chunks);
}

function readFailure(
  error: unknown,
  { seen, wanted }: { readonly seen: string | null; readonly wanted: string | null },
): Result<never, FetchRefusal> {
  const message = error instanceof Error ? error.message : "";
  if (seen !== null && wanted !== null && seen !== wanted.replace(/=+$/, ""))
    return refuse({
      sentence:
        "The server shows another key than before. Ask the supplier, then enter the new one.",
    });
  if (/authentication/i.test(message))
    return refuse({ sentence: "The server refused our sign-in. Check user and password." });
  if (/no such file|not found/i.test(message))
    return refuse({ sentence: "There is no such file on the server." });
  throw new Outage("The supplier's server could not be reached.", { retry: "later", cause: error });
}

/** As `ssh-keygen -lf` prints it, without the padding. */
const hashOf = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
