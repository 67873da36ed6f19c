/** An SMTP server of the test's own on loopback: keeps what it took on, and misbehaves once per plan. */
import { SMTPServer } from "smtp-server";

/** What happens to one mail. `drop_before`/`drop_after`: the line is cut before or after it was taken on. */
export type Mishap =
  "drop_before" | "drop_after" | { readonly code: number; readonly text: string };

export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly messageId: string;
};

export async function startMailServer() {
  const taken: TakenMail[] = [];
  const mishaps: { readonly at: "rcpt" | "data"; readonly mishap: Mishap }[] = [];
  const next = (at: "rcpt" | "data"): Mishap | null =>
    mishaps[0]?.at === at ? (mishaps.shift()?.mishap ?? null) : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onRcptTo: (_address, _session, done) => {
      const mishap = next("rcpt");
      if (mishap && typeof mishap === "object") done(refusal(mishap));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const mishap = next("data");
        const raw = Buffer.concat(chunks).toString("latin1");
        const mail = {
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw,
          messageId: /^Message-ID: (<.*>)\r$/im.exec(raw)?.[1] ?? "",
        };
        if (mishap === "drop_before") return cut();
        if (mishap && typeof mishap === "object") return done(refusal(mishap));
        taken.push(mail);
        if (mishap === "drop_after") return cut();
        done(null, "2.0.0 taken");

        function cut() {
          for (const connection of server.connections)
            if ((connection as unknown as { session: unknown }).session === session)
              (connection as unknown as { _socket: { destroy: () => void } })._socket.destroy();
        }
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    /** The next conversation that comes to this point goes wrong. */
    spoil: (at: "rcpt" | "data", mishap: Mishap) => void mishaps.push({ at, mishap }),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

const refusal = ({ code, text }: { code: number; text: string }) =>
  Object.assign(new Error(text), { responseCode: code });
