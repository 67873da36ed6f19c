/**
 * Purchase orders by SFTP: uploaded under a name that nobody reads, then renamed, so that half a file is never taken. A file
 * of its name and size is our own work of an earlier try: then nothing is done again.
 */
import type SftpClient from "ssh2-sftp-client";
import type { OutgoingRules } from "#app/platform/outgoing.server.ts";
import { OUTGOING_WORDS } from "#app/platform/outgoing.server.ts";
import { resolveSupplierHost } from "#app/platform/supplier-hosts.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { Frozen, Handover, HandoverContext, Taken } from "./channel.ts";
import { HandoverFailed, type HandoverProof } from "./handover-failed.ts";
import { hostKeyHash, isSameHostKey, type HostKeys } from "./host-keys.server.ts";

export type SftpDeps = {
  readonly hostKeys: HostKeys;
  /** `host:port` pairs that may be private */
  readonly listedHosts: readonly string[];
  readonly resolve?: OutgoingRules["resolve"];
};

const READY_MS = 15 * MS_PER_SECOND;

export const createSftpHandover = (deps: SftpDeps): Handover => ({
  send: (frozen, context) => withServer(deps, context, (server) => upload(server, frozen)),
  find: (frozen, context) => withServer(deps, context, (server) => findFile(server, frozen)),
});

const THERE: Taken = { reply: "A file of this name and size is there." };

async function upload(server: SftpClient, frozen: Frozen): Promise<Taken> {
  const known = await findFile(server, frozen);
  if (known) return known;
  const final = pathOf(frozen, frozen.fileName ?? frozen.idempotencyKey);
  const part = pathOf(frozen, `.${frozen.fileName ?? frozen.idempotencyKey}.part`);
  await during("not_sent", "The file could not be uploaded.", () =>
    server.put(Buffer.from(frozen.bytes), part),
  );
  await during("unknown", "The server did not say whether the file has arrived.", () =>
    server.rename(part, final),
  );
  return { reply: `Uploaded as ${final}.` };
}

async function findFile(server: SftpClient, frozen: Frozen): Promise<Taken | null> {
  const path = pathOf(frozen, frozen.fileName ?? frozen.idempotencyKey);
  const found = await during("not_sent", "The folder could not be read.", async () =>
    (await server.exists(path)) === "-" ? await server.stat(path) : null,
  );
  if (!found) return null;
  if (found.size === frozen.bytes.byteLength) return THERE;
  throw new HandoverFailed("A file of this name but of another size is in the folder.", {
    proof: "refused",
    code: "file_in_the_way",
  });
}

const pathOf = ({ target }: Frozen, name: string): string =>
  `${target.replace(/\/+$/, "")}/${name}`;

async function withServer<Value>(
  deps: SftpDeps,
  context: HandoverContext,
  work: (server: SftpClient) => Promise<Value>,
): Promise<Value> {
  const quiet = () => undefined;
  const { default: Client } = await import("ssh2-sftp-client");
  const server = new Client("aftercare", { error: quiet, end: quiet, close: quiet });
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = () =>
      reject(failed("unknown", "The server did not answer in time.", "no_answer", null));
    if (context.signal.aborted) stop();
    else context.signal.addEventListener("abort", stop, { once: true });
  });
  stopped.catch(quiet);
  try {
    await Promise.race([connect(deps, server, context), stopped]);
    return await Promise.race([work(server), stopped]);
  } finally {
    // What the server says to our goodbye is of no interest, and it may never say it.
    void server.end().catch(quiet);
  }
}

async function connect(
  { hostKeys, listedHosts, resolve }: SftpDeps,
  server: SftpClient,
  { shopId, supplierId, channel }: HandoverContext,
): Promise<void> {
  const { settings, secret } = channel;
  if (settings.channel !== "sftp")
    throw failed(
      "refused",
      "This supplier is not reached by SFTP any more.",
      "other_channel",
      null,
    );
  if (secret === null)
    throw failed("refused", "No password or key is on file for this supplier.", "no_secret", null);
  const { host, port, username } = settings;
  const owner = { shopId, supplierId, host: `${host}:${port}` };
  const wanted = settings.hostKey ?? (await hostKeys.find(owner));
  const address = await resolveSupplierHost({ host, port }, listedHosts, resolve).catch(
    (error: unknown) => {
      throw failed("not_sent", "The server's name is not known.", "unreachable", error);
    },
  );
  if (!address.ok)
    throw failed("refused", OUTGOING_WORDS[address.refusal.code], address.refusal.code, null);
  let seen: string | null = null;
  try {
    await server.connect({
      host: address.value.address,
      port,
      username,
      ...(secret.startsWith("-----BEGIN") ? { privateKey: secret } : { password: secret }),
      readyTimeout: READY_MS,
      hostVerifier: (key: Buffer) => {
        seen = hostKeyHash(key);
        return wanted === null || isSameHostKey(seen, wanted);
      },
    });
  } catch (error) {
    if (seen !== null && wanted !== null && !isSameHostKey(seen, wanted))
      throw failed("refused", HOST_KEY_CHANGED, "host_key_changed", error);
    const isSignIn = /authentication/i.test(error instanceof Error ? error.message : "");
    throw isSignIn
      ? failed("not_sent", "The server refused our sign-in.", "sign_in_refused", error)
      : failed("not_sent", "The server could not be reached.", "unreachable", error);
  }
  if (wanted === null && seen !== null && !(await hostKeys.pin(owner, seen)))
    throw failed("refused", HOST_KEY_CHANGED, "host_key_changed", null);
}

const HOST_KEY_CHANGED =
  "The server shows another key than before. Ask the supplier, then enter the new one.";

async function during<Value>(
  proof: HandoverProof,
  message: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw failed(proof, message, proof === "unknown" ? "no_answer" : "upload_failed", error);
  }
}

const MAX_REPLY = 300;

function failed(proof: HandoverProof, message: string, code: string, cause: unknown) {
  const reply = cause instanceof Error ? cause.message.slice(0, MAX_REPLY) : null;
  return new HandoverFailed(message, { proof, code, reply, cause });
}
