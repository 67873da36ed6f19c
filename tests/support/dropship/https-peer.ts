/** A supplier's order endpoint of the test's own: keeps what it took, and misbehaves as planned. */
import { createServer, type ServerResponse } from "node:http";

/** `…_after`: it has committed the order and says otherwise, or nothing. */
export type HttpsMishap =
  "cut_before" | "cut_after" | "500_before" | "500_after" | "slow" | "duplicate" | "refuse";

export type Arrival = {
  readonly key: string;
  readonly number: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
};

export type HttpsPeer = Awaited<ReturnType<typeof startHttpsPeer>>;

export async function startHttpsPeer(
  { nextMishap }: { readonly nextMishap: () => HttpsMishap | null } = { nextMishap: () => null },
) {
  /** every request that was committed, repeats too */
  const arrivals: Arrival[] = [];
  const planned: HttpsMishap[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const mishap = planned.shift() ?? nextMishap();
      const header = (name: string) => String(request.headers[name] ?? "");
      const arrival = {
        key: header("idempotency-key"),
        number: header("aftercare-purchase-order"),
        timestamp: header("aftercare-timestamp"),
        signature: header("aftercare-signature"),
        body: Buffer.concat(chunks).toString("utf8"),
      };
      if (mishap === "cut_before") return request.socket.destroy();
      if (mishap === "500_before") return answer(response, 500, "down");
      if (mishap === "refuse") return answer(response, 422, "unknown SKU");
      const isKnown = arrivals.some(({ key }) => key === arrival.key);
      arrivals.push(arrival);
      if (mishap === "cut_after") return request.socket.destroy();
      if (mishap === "500_after") return answer(response, 500, "down");
      if (mishap === "slow") return void setTimeout(() => answer(response, 200, "taken"), 1_000);
      answer(response, isKnown ? 409 : 201, isKnown ? "known" : "taken");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}/orders`,
    arrivals,
    spoil: (mishap: HttpsMishap) => void planned.push(mishap),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const answer = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status).end(body);
