/** The yardstick: node:http, the same HMAC, one prepared INSERT per request, no batching. Arguments: database URL, secret. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

const [databaseUrl = "", secret = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
await pool.query(
  "create table if not exists bare_webhooks (shop text, webhook_id text, topic text, body text, primary key (shop, webhook_id))",
);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const expected = createHmac("sha256", secret).update(body).digest();
    const claimed = Buffer.from(String(request.headers["x-shopify-hmac-sha256"]), "base64");
    if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) {
      response.writeHead(401).end();
      return;
    }
    pool
      .query({
        name: "insert",
        text: "insert into bare_webhooks values ($1, $2, $3, $4) on conflict do nothing",
        values: [
          request.headers["x-shopify-shop-domain"],
          request.headers["x-shopify-webhook-id"],
          request.headers["x-shopify-topic"],
          body.toString("utf8"),
        ],
      })
      .then(
        () => response.writeHead(200).end(),
        () => response.writeHead(503).end(),
      );
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
