/**
 * A load of signed webhooks against one address, from a process of its own, over bare sockets: a client library would
 * cost more than the servers under test. Prints one JSON line: `{ requests, seconds, notOk, latenciesMs: { p50, p99 } }`.
 * Arguments: url, seconds, connections, rate a second (0 = as fast as it goes), secret.
 */
import { createHmac, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "./comparison.ts";
import { sampleOrderBody } from "./sample-order.ts";

const [address = "", seconds = "5", connections = "64", rate = "0", secret = ""] =
  process.argv.slice(2);
const url = new URL(address);
const body = sampleOrderBody();
const ID_LENGTH = 20;
const HEAD = [
  `POST ${url.pathname} HTTP/1.1`,
  `Host: ${url.host}`,
  "Content-Type: application/json",
  `Content-Length: ${body.length}`,
  "X-Shopify-Topic: orders/updated",
  "X-Shopify-Shop-Domain: bench.myshopify.com",
  "X-Shopify-API-Version: 2026-07",
  "X-Shopify-Event-Id: 98880550-7158-44d4-b7cd-2c97c8a091b5",
  "X-Shopify-Triggered-At: 2026-11-20T10:00:00.000000000Z",
  `X-Shopify-Hmac-Sha256: ${createHmac("sha256", secret).update(body).digest("base64")}`,
  "X-Shopify-Webhook-Id: ",
].join("\r\n");
const request = Buffer.concat([Buffer.from(`${HEAD}${"0".repeat(ID_LENGTH)}\r\n\r\n`), body]);
const idAt = Buffer.byteLength(HEAD);
// Ids differ between runs as well: a repeat would be answered without a row.
const run = randomBytes(4).toString("hex");
let counter = 0;

const latencies: number[] = [];
let notOk = 0;

type Client = { readonly send: () => Promise<void>; readonly close: () => void };

/** One keep-alive connection. Understands just enough HTTP to find the end of an answer. */
function openClient(): Promise<Client> {
  const socket: Socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  let received = "";
  let finish: (() => void) | null = null;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    received += chunk;
    if (!isComplete(received)) return;
    if (!received.startsWith("HTTP/1.1 200")) notOk += 1;
    received = "";
    finish?.();
  });
  const send = () =>
    new Promise<void>((resolve) => {
      finish = resolve;
      const mine = Buffer.from(request);
      mine.write(`${run}${String((counter += 1)).padStart(ID_LENGTH - run.length, "0")}`, idAt);
      socket.write(mine);
    });
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve({ send, close: () => socket.destroy() }));
    socket.once("error", reject);
  });
}

function isComplete(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end + 2));
  if (length) return answer.length >= end + 4 + Number(length[1]);
  return (
    !/\r\ntransfer-encoding: chunked/i.test(answer.slice(0, end + 2)) ||
    answer.endsWith("0\r\n\r\n")
  );
}

/** Closed loop: every connection sends its next request when the last is answered. */
const sendAsFastAsPossible = (clients: readonly Client[], until: number) =>
  Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        const sentAt = performance.now();
        await client.send();
        latencies.push(performance.now() - sentAt);
      }
    }),
  );

/** Open loop: requests are due on schedule; one that finds no free connection waits, and its wait counts. */
async function sendAtRate(clients: readonly Client[], until: number, perSecond: number) {
  const free = [...clients];
  const inFlight = new Set<Promise<void>>();
  const startedAt = performance.now();
  const dueAt: number[] = [];
  for (let planned = 0; performance.now() < until;) {
    const now = performance.now();
    for (; planned < ((now - startedAt) / 1_000) * perSecond; planned += 1)
      dueAt.push(startedAt + (planned / perSecond) * 1_000);
    while (dueAt.length > 0 && free.length > 0) {
      const client = free.shift();
      const due = dueAt.shift();
      if (!client || due === undefined) break;
      const one = client.send().then(() => {
        free.push(client);
        inFlight.delete(one);
        latencies.push(performance.now() - due);
      });
      inFlight.add(one);
    }
    // Not without a pause: a loader that spins takes a processor from those it measures. The delay counts as theirs.
    await sleep(1);
  }
  await Promise.all(inFlight);
}

const clients = await Promise.all(Array.from({ length: Number(connections) }, openClient));
const startedAt = performance.now();
const until = startedAt + Number(seconds) * 1_000;
await (Number(rate) > 0
  ? sendAtRate(clients, until, Number(rate))
  : sendAsFastAsPossible(clients, until));
const elapsed = (performance.now() - startedAt) / 1_000;
for (const client of clients) client.close();
console.info(
  JSON.stringify({
    requests: latencies.length,
    seconds: elapsed,
    notOk,
    latenciesMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
  }),
);
