/** The sandbox's command line. Every option has a default that suits `npm run demo`; nothing else is configurable. */
import { parseArgs } from "node:util";

export type SeedKind = "none" | "development" | "minimal" | "full";

export type SandboxOptions = {
  /** Web port; 0 picks a free one (and then a free tunnel and SMTP port too). */
  port: number;
  tunnelPort: number;
  smtpPort: number;
  /** Where the app takes mail: answers from the mailbox go there. null: nowhere. */
  inboundPort: number | null;
  /** The suppliers' SFTP server and their HTTP endpoint. */
  sftpPort: number;
  deskPort: number;
  /** Where the app itself listens; webhooks go there and the tunnel forwards there. */
  appUrl: string;
  clientId: string;
  clientSecret: string;
  /** Snapshot file; null keeps everything in memory. */
  stateFile: string | null;
  isFresh: boolean;
  seed: SeedKind;
  ordersCsv: string | null;
  productsCsv: string | null;
  /** False with `--no-app`: the sandbox alone, for work on the Admin API. */
  hasApp: boolean;
  /** Path of `shopify.app.toml`. */
  appToml: string;
  /** Real milliseconds between webhook retries; null: Shopify's schedule on the sandbox clock. */
  retryScheduleMs: number[] | null;
  /** True: the app counts as installed from the start, without anyone pressing Install. */
  isInstalled: boolean;
  /** True: ends when the process that started it is gone, so that a test killed in the middle leaves nothing behind. */
  stopsWithParent: boolean;
};

const DEFAULT_PORT = 4400;
const SEEDS: readonly string[] = ["none", "development", "minimal", "full"] satisfies SeedKind[];

export const USAGE = `Usage: node --import tsx sandbox/main.ts [options]
  --port N              web port (default 4400; 0: any free port). The tunnel takes N+1, SMTP N+3,
                        the suppliers' SFTP N+8 and HTTP N+9
  --tunnel-port N       --smtp-port N       --sftp-port N       --desk-port N
  --inbound-port N      where the app takes mail: the mailbox answers there (default: nowhere)
  --app-url URL         where the app listens (default http://127.0.0.1:N+2)
  --client-id ID        --client-secret SECRET
  --state FILE          keep the store across restarts     --fresh  forget it first
  --seed none|development|minimal|full                      (default full; alone: development)
  --orders FILE.csv     --products FILE.csv                 a merchant's own export instead of the seed
  --app-toml FILE       (default shopify.app.toml)
  --installed           the app is installed already
  --stop-with-parent    end when the process that started it is gone
  --retry-schedule-ms A,B,…   webhook retries in real milliseconds
  --no-app              the sandbox alone: prints the Admin API's URL and a token`;

export function parseOptions(
  args: string[],
  env: Record<string, string | undefined>,
): SandboxOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      "tunnel-port": { type: "string" },
      "smtp-port": { type: "string" },
      "inbound-port": { type: "string" },
      "sftp-port": { type: "string" },
      "desk-port": { type: "string" },
      "app-url": { type: "string" },
      "client-id": { type: "string" },
      "client-secret": { type: "string" },
      state: { type: "string" },
      fresh: { type: "boolean", default: false },
      seed: { type: "string" },
      orders: { type: "string" },
      products: { type: "string" },
      "app-toml": { type: "string", default: "shopify.app.toml" },
      installed: { type: "boolean", default: false },
      "stop-with-parent": { type: "boolean", default: false },
      "retry-schedule-ms": { type: "string" },
      "no-app": { type: "boolean", default: false },
    },
  });
  if (values.products && !values.orders) throw new Error("--products needs --orders beside it");
  const port = toPort(values.port, DEFAULT_PORT);
  const beside = (offset: number) => (port === 0 ? 0 : port + offset);
  return {
    port,
    tunnelPort: toPort(values["tunnel-port"], beside(1)),
    smtpPort: toPort(values["smtp-port"], beside(3)),
    inboundPort: values["inbound-port"] === undefined ? null : toPort(values["inbound-port"], 0),
    sftpPort: toPort(values["sftp-port"], beside(8)),
    deskPort: toPort(values["desk-port"], beside(9)),
    appUrl: toOrigin(values["app-url"] ?? `http://127.0.0.1:${port === 0 ? 1 : port + 2}`),
    clientId: values["client-id"] ?? env["SANDBOX_CLIENT_ID"] ?? "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    clientSecret:
      values["client-secret"] ??
      env["SANDBOX_CLIENT_SECRET"] ??
      "sandbox-secret-not-for-production",
    stateFile: values.state ?? null,
    isFresh: values.fresh,
    seed: toSeed(values.seed ?? (values["no-app"] ? "development" : "full")),
    ordersCsv: values.orders ?? null,
    productsCsv: values.products ?? null,
    hasApp: !values["no-app"],
    appToml: values["app-toml"],
    retryScheduleMs: values["retry-schedule-ms"]?.split(",").map(Number) ?? null,
    isInstalled: values.installed,
    stopsWithParent: values["stop-with-parent"],
  };
}

function toPort(value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`not a port: ${value}`);
  return port;
}

function toOrigin(value: string): string {
  return new URL(value).origin;
}

function toSeed(value: string): SeedKind {
  if (!SEEDS.includes(value))
    throw new Error(`--seed is ${SEEDS.slice(0, -1).join(", ")} or full, not "${value}"`);
  return value as SeedKind; // just checked against the list
}
