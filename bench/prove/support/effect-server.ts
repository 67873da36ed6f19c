/**
 * The world outside: counts effects by key, as a payment or mail provider would, out of reach of any transaction of ours.
 * It also sees who looked when, which is how a proof knows that a job was begun.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "./random.ts";
import { wait } from "./child.ts";

export type Look = {
  readonly key: string;
  readonly pid: number;
  /** performance.now() of the proof's own process */
  readonly at: number;
  /** the effect was there already: without looking it would have happened twice */
  readonly isDone: boolean;
};

export type EffectServer = {
  readonly url: string;
  readonly counts: ReadonlyMap<string, number>;
  /** Every beginning of a job, in order. */
  readonly looks: readonly Look[];
  readonly close: () => Promise<void>;
};

// An answer that takes a moment leaves room for a kill between the effect and the caller's knowledge of it.
const MAX_ANSWER_MS = 25;

/** `GET /?key&pid`: has it happened? `POST /?key&pid`: let it happen. */
export async function startEffectServer(random: Random): Promise<EffectServer> {
  const counts = new Map<string, number>();
  const looks: Look[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const key = searchParams.get("key") ?? "";
    const count = counts.get(key) ?? 0;
    if (request.method === "GET") {
      looks.push({
        key,
        pid: Number(searchParams.get("pid")),
        at: performance.now(),
        isDone: count > 0,
      });
      answer(response, count);
      return;
    }
    counts.set(key, count + 1);
    void wait(random.integer(0, MAX_ANSWER_MS)).then(() => answer(response, count + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object; null only before it listens.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    counts,
    looks,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const answer = (response: ServerResponse, count: number) => response.end(JSON.stringify({ count }));
