import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createMetrics, startMetricsServer } from "#app/platform/metrics.server.ts";

test("the private port tells that the process lives, whether it can work, and its figures; nothing else", async () => {
  const metrics = createMetrics("web");
  metrics.webhooks.inc({ outcome: "stored" });
  let isReady: () => Promise<boolean> = () => Promise.resolve(true);
  const server = await startMetricsServer(metrics, {
    port: 0,
    host: "127.0.0.1",
    isReady: () => isReady(),
  });
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: answer.status, body: await answer.text() };
  };
  expect(await ask("/healthz")).toEqual({ status: 200, body: "ok" });
  expect(await ask("/readyz")).toEqual({ status: 200, body: "ready" });
  isReady = () => Promise.resolve(false);
  expect(await ask("/readyz")).toEqual({ status: 503, body: "not ready" });
  // A probe that fails is no reason to fall over.
  isReady = () => Promise.reject(new Error("the database is away"));
  expect((await ask("/readyz")).status).toBe(500);
  expect(await ask("/healthz")).toEqual({ status: 200, body: "ok" });
  expect((await ask("/metrics")).body).toContain(
    'aftercare_webhooks_total{outcome="stored",process="web"} 1',
  );
  for (const path of ["/", "/metrics/../", "/webhooks", "/app"])
    expect((await ask(path)).status).toBe(404);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
