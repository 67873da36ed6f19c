/** Counters and durations of one process, and the private port that shows them. No business words: callers name their own. */
import { createServer, type Server } from "node:http";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(processName: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ process: processName });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    webhooks: new Counter({
      name: "aftercare_webhooks_total",
      help: "Webhook requests by outcome",
      labelNames: ["outcome"],
      registers: [registry],
    }),
    adminCalls: new Counter({
      name: "aftercare_admin_calls_total",
      help: "Calls of the Admin API by operation and how they ended",
      labelNames: ["operation", "verdict"],
      registers: [registry],
    }),
    adminPoints: new Counter({
      name: "aftercare_admin_points_total",
      help: "Points of the Admin API actually charged, by operation",
      labelNames: ["operation"],
      registers: [registry],
    }),
    otherApiVersion: new Counter({
      name: "aftercare_admin_other_version_total",
      help: "Answers of the Admin API in a version we did not ask for: ours has expired",
      labelNames: ["version"],
      registers: [registry],
    }),
    jobs: new Histogram({
      name: "aftercare_job_seconds",
      help: "Duration of one try of a job by name and outcome",
      labelNames: ["job", "outcome"],
      buckets: [0.01, 0.05, 0.25, 1, 5, 15, 60, 300],
      registers: [registry],
    }),
    requests: new Histogram({
      name: "aftercare_request_seconds",
      help: "Duration of page and action requests by status class",
      labelNames: ["status"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
  };
}

type Probe = { readonly isReady: () => Promise<boolean> };

/** `/healthz` (the process runs), `/readyz` (it can do its work) and `/metrics`, never on the public port. */
export function startMetricsServer(
  { registry }: Metrics,
  { port, host, isReady }: { port: number; host: string } & Probe,
): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = async () => {
      if (request.url === "/healthz") return { status: 200, body: "ok" };
      if (request.url === "/readyz") {
        const ready = await isReady();
        return { status: ready ? 200 : 503, body: ready ? "ready" : "not ready" };
      }
      if (request.url === "/metrics") return { status: 200, body: await registry.metrics() };
      return { status: 404, body: "not found" };
    };
    answer().then(
      ({ status, body }) => response.writeHead(status, { "Content-Type": "text/plain" }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
