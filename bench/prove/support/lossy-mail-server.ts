/**
 * An SMTP server that behaves as badly as the world's: it cuts lines before and after it took a mail on, asks to come
 * later, and answers slowly. Keeps count by Message-ID, and of bytes that differ between two copies.
 */
import { createHash } from "node:crypto";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Random } from "./random.ts";

export type LossyMailServer = {
  readonly url: string;
  /** recipient → Message-ID → copies taken on */
  readonly copies: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly seen: () => {
    readonly taken: number;
    /** taken on, and the line cut before the sender heard of it */
    readonly cutAfter: number;
    readonly cutBefore: number;
    readonly later: number;
    /** copies whose bytes differ from the first */
    readonly otherBytes: number;
  };
  readonly stop: () => Promise<void>;
};

// In a hundred: what a bad day of a mail provider looks like, and then some.
const CUT_BEFORE = 3;
const CUT_AFTER = 3;
const LATER = 5;
const SLOW = 5;
const MAX_SLOW_MS = 300;

export async function startLossyMailServer(random: Random): Promise<LossyMailServer> {
  const copies = new Map<string, Map<string, number>>();
  const hashes = new Map<string, string>();
  const counts = { taken: 0, cutAfter: 0, cutBefore: 0, later: 0, otherBytes: 0 };

  function take(raw: Buffer, recipient: string): void {
    const [, messageId = "none"] = /^Message-ID: (<[^>]*>)/im.exec(raw.toString("latin1")) ?? [];
    const known = copies.get(recipient) ?? new Map<string, number>();
    copies.set(recipient, known.set(messageId, (known.get(messageId) ?? 0) + 1));
    const hash = createHash("sha256").update(raw).digest("hex");
    if ((hashes.get(messageId) ?? hash) !== hash) counts.otherBytes += 1;
    hashes.set(messageId, hash);
    counts.taken += 1;
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const answer = async (raw: Buffer) => {
        const dice = random.integer(0, 100);
        if (dice < CUT_BEFORE) {
          counts.cutBefore += 1;
          return cut(server, session);
        }
        if (dice < CUT_BEFORE + LATER) {
          counts.later += 1;
          return done(Object.assign(new Error("Try again later"), { responseCode: 451 }));
        }
        const isSlow = random.integer(0, 100) < SLOW;
        if (isSlow) await pause(random.integer(1, MAX_SLOW_MS));
        take(raw, session.envelope.rcptTo[0]?.address ?? "");
        if (dice >= 100 - CUT_AFTER) {
          counts.cutAfter += 1;
          return cut(server, session);
        }
        done(null, "taken");
      };
      // A sender that is killed in the middle leaves a stream that fails: what came is no mail, and nobody waits for a word.
      void readAll(stream).then(answer, () => undefined);
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    copies,
    seen: () => ({ ...counts }),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Ends the connection of a session without a word. smtp-server keeps its sockets to itself; its types do not name them. */
function cut(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) {
    const { session: own, _socket: socket } = connection as unknown as {
      readonly session: SMTPServerSession;
      readonly _socket: { readonly destroy: () => void };
    };
    if (own === session) socket.destroy();
  }
}
