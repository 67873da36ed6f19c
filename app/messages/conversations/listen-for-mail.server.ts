/**
 * The mail server that answers to our mails come to. It refuses addresses we did not give out before it takes a byte, and
 * says "taken" only after the mail is committed: a sender that hears nothing sends again, and that changes nothing.
 */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Logger } from "#app/platform/logger.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { ADDRESSEE_REFUSALS, findAddressee, type AddresseeDeps } from "./find-addressee.server.ts";
import type { Addressee } from "./reply-address.server.ts";
import { receiveMail, type ReceiveDeps } from "./receive-mail.server.ts";

export type ListenDeps = AddresseeDeps & ReceiveDeps & { readonly logger: Logger };

export type ListenOptions = {
  readonly host: string;
  /** 0: any free one */
  readonly port: number;
  /** Largest mail in bytes; absent: 25 MB, what mail providers send at most. */
  readonly maxBytes?: number;
};

const MAX_BYTES = 25 * 1024 * 1024;
// Mails that arrive at the same moment are held in memory: four of the largest, then others are asked to come again.
const MAX_BYTES_AT_ONCE = 4 * MAX_BYTES;
const MAX_CLIENTS = 50;
const MAX_RECIPIENTS = 10;
// A sender that is silent for so long is gone.
const SILENCE_MS = 60 * MS_PER_SECOND;

const TOO_BIG = "5.3.4 This mail is too big: 25 MB at most. Send large files in another way.";
const BUSY = "4.3.2 Too many mails at once. Try again in a minute.";
const UNKEPT = "4.3.0 We could not keep this mail just now. Try again later.";

export type MailListener = { readonly port: number; readonly stop: () => Promise<void> };

export async function listenForMail(
  deps: ListenDeps,
  { host, port, maxBytes = MAX_BYTES }: ListenOptions,
): Promise<MailListener> {
  const held = { bytes: 0 };
  const server = new SMTPServer({
    name: deps.mailDomain,
    banner: "Aftercare",
    size: maxBytes,
    maxClients: MAX_CLIENTS,
    socketTimeout: SILENCE_MS,
    closeTimeout: 5 * MS_PER_SECOND,
    disableReverseLookup: true,
    // Nobody signs in to bring mail, and what stands before us (a proxy or relay) speaks TLS to the world.
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    onRcptTo: ({ address }, session, done) => void allow(deps, address, session, done),
    onData: (stream, session, done) =>
      void take(deps, { stream, session, held, maxBytes }).then(
        (said) => done(null, said),
        (error: unknown) => done(error instanceof Refused ? error : unkept(deps, error)),
      ),
  });
  // A client that drops its line is everyday life.
  server.on("error", (error) => deps.logger.warn({ code: codeOf(error) }, "inbound mail"));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

class Refused extends Error {
  override name = "Refused";
  readonly responseCode: number;
  constructor(responseCode: number, sentence: string) {
    super(sentence);
    this.responseCode = responseCode;
  }
}

/** Checks an address before the mail. */
async function allow(
  deps: ListenDeps,
  address: string,
  session: SMTPServerSession,
  done: (error?: Error | null) => void,
): Promise<void> {
  try {
    if (session.envelope.rcptTo.length >= MAX_RECIPIENTS)
      return done(new Refused(452, "4.5.3 Too many recipients. Send the rest in another mail."));
    const found = await findAddressee(deps, address);
    if (found.ok) return done();
    const { code } = found.refusal;
    deps.logger.info({ refusal: code }, "inbound address refused");
    const { status, sentence } = ADDRESSEE_REFUSALS[code];
    return done(new Refused(status, sentence));
  } catch (error) {
    return done(unkept(deps, error));
  }
}

type Taking = {
  readonly stream: SMTPServerDataStream;
  readonly session: SMTPServerSession;
  readonly held: { bytes: number };
  readonly maxBytes: number;
};

/** Keeps one mail for each of its addresses. What we say in return. */
async function take(deps: ListenDeps, taking: Taking): Promise<string> {
  const { session, held } = taking;
  const raw = await readAll(taking);
  try {
    const { mailFrom, rcptTo } = session.envelope;
    const envelopeFrom = mailFrom === false ? "" : mailFrom.address;
    for (const { address } of rcptTo) {
      const found = await findAddressee(deps, address);
      // It was one a moment ago: the order was erased meanwhile.
      if (!found.ok) continue;
      const received = await receiveMail(deps, found.value, { raw, envelopeFrom });
      tell(deps, found.value, received);
    }
    return "2.0.0 Taken";
  } finally {
    held.bytes -= raw.byteLength;
  }
}

const tell = (deps: ListenDeps, { shopId }: Addressee, received: object) =>
  deps.logger.info({ shopId: shopId.toString(), ...received }, "inbound mail");

/** The bytes, or a refusal once all were sent: a mail may only be refused at its end. Too many are not held. */
async function readAll({ stream, held, maxBytes }: Taking): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  let refusal: Refused | null = null;
  const letGo = () => {
    held.bytes -= chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    chunks.length = 0;
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.byteLength;
      if (refusal) continue;
      if (length > maxBytes) refusal = new Refused(552, TOO_BIG);
      else if (held.bytes + chunk.byteLength > MAX_BYTES_AT_ONCE) refusal = new Refused(452, BUSY);
      if (refusal) {
        letGo();
        continue;
      }
      chunks.push(chunk);
      held.bytes += chunk.byteLength;
    }
  } catch (error) {
    letGo();
    throw error;
  }
  if (!refusal && stream.sizeExceeded) refusal = new Refused(552, TOO_BIG);
  if (!refusal) return Buffer.concat(chunks);
  letGo();
  throw refusal;
}

function unkept({ logger }: Pick<ListenDeps, "logger">, error: unknown): Refused {
  logger.error({ code: codeOf(error), err: String(error) }, "inbound mail was not kept");
  return new Refused(451, UNKEPT);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";
