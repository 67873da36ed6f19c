/**
 * Sends finished bytes over SMTP, one connection a mail, and knows at every moment whether the server may already have
 * them. nodemailer speaks the protocol; it is given the bytes only when the server asks for them.
 */
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { assessSmtpFailure } from "./assess-smtp-failure.ts";
import type { MailTransport, OutgoingMail } from "./mail-transport.ts";

export type SmtpOptions = {
  /** `smtp://user:password@host:587`, `smtps://…` for TLS from the first byte */
  readonly url: string;
  /** how we greet the server */
  readonly clientName: string;
  /** Longest silence of the server. Below the 45 s that a call may take in all. */
  readonly silenceMs?: number;
};

const CONNECT_MS = 10 * MS_PER_SECOND;
const SILENCE_MS = 30 * MS_PER_SECOND;

export function createSmtpTransport(options: SmtpOptions): MailTransport {
  return {
    send: async (mail, { signal }) => {
      const content = createContent(mail);
      try {
        return { reply: await converse(options, mail, content.stream, signal) };
      } catch (error) {
        throw assessSmtpFailure({ ...factsOf(error), hasContentBegun: content.hasBegun() });
      }
    },
  };
}

/** The mail as a stream that notices when the first byte is asked for: only after the server has said "go ahead". */
function createContent({ mime }: OutgoingMail) {
  let hasBegun = false;
  const stream = new Readable({
    read() {
      hasBegun = true;
      this.push(mime);
      this.push(null);
    },
  });
  return { stream, hasBegun: () => hasBegun };
}

function converse(
  options: SmtpOptions,
  mail: OutgoingMail,
  content: Readable,
  signal: AbortSignal,
): Promise<string> {
  const connection = new SMTPConnection(connectionOptions(options));
  return new Promise<string>((resolve, reject) => {
    const stop = () => end(new Error("The send was stopped."));
    signal.addEventListener("abort", stop, { once: true });
    connection.once("error", end);
    // An error that comes after the end would otherwise bring the process down.
    connection.on("error", () => undefined);
    connection.once("end", () => end(new Error("The server closed the connection.")));
    if (signal.aborted) stop();
    else connection.connect((error) => (error ? end(error) : signIn()));

    function signIn(): void {
      const { username, password } = new URL(options.url);
      if (username === "") return submit();
      const credentials = {
        user: decodeURIComponent(username),
        pass: decodeURIComponent(password),
      };
      connection.login({ credentials }, (error) => (error ? end(error) : submit()));
    }

    function submit(): void {
      const envelope = {
        from: mail.envelopeFrom,
        to: [mail.recipient],
        size: mail.mime.byteLength,
      };
      connection.send(envelope, content, (error, sent) =>
        error ? end(error) : end(null, sent.response),
      );
    }

    function end(error: unknown, reply = ""): void {
      signal.removeEventListener("abort", stop);
      if (error === null) resolve(reply);
      else reject(error);
      // Closing is an event too, and comes here again: what was settled first stays.
      if (error === null) connection.quit();
      else connection.close();
    }
  });
}

function connectionOptions({ url, clientName, silenceMs = SILENCE_MS }: SmtpOptions) {
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === "smtps:";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    name: clientName,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: Math.min(CONNECT_MS, silenceMs),
    socketTimeout: silenceMs,
  };
}

function factsOf(error: unknown) {
  const said = Object(error) as Record<string, unknown>;
  const text = (key: string) => (typeof said[key] === "string" ? said[key] : null);
  return {
    code: text("code"),
    command: text("command"),
    responseCode: typeof said["responseCode"] === "number" ? said["responseCode"] : null,
    response: text("response"),
    message: text("message") ?? String(error),
  };
}
