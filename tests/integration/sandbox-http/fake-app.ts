/** A stand-in for the app's web: keeps the webhooks it gets and answers what the test tells it to. */
import http, { type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export type SeenWebhook = { headers: IncomingHttpHeaders; body: string; path: string };

export type FakeApp = {
  url: string;
  webhooks: SeenWebhook[];
  /** Status of the next answers; the last one stays. */
  statuses: number[];
  /** What other requests get. */
  page: { headers: Record<string, string>; chunks: string[] };
  stop: () => Promise<void>;
};

export async function openFakeApp(): Promise<FakeApp> {
  const app: FakeApp = {
    url: "",
    webhooks: [],
    statuses: [200],
    page: { headers: { "content-type": "text/html" }, chunks: ["<p>hello</p>"] },
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.url?.startsWith("/webhooks")) {
      app.webhooks.push({ headers: request.headers, body, path: request.url });
      const status = app.statuses.length > 1 ? app.statuses.shift() : app.statuses[0];
      response.writeHead(status ?? 200).end();
      return;
    }
    response.writeHead(200, { ...app.page.headers, "x-seen-host": request.headers.host ?? "" });
    for (const chunk of app.page.chunks) response.write(chunk);
    response.end();
  });
  server.on("upgrade", (request, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\nx-path: ${request.url ?? ""}\r\n\r\n`,
    );
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return app;
}
