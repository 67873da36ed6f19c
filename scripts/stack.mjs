/**
 * The whole product on one machine: PostgreSQL, the sandbox, web and worker, each a process of its own on a block of
 * ports. Used by `npm run demo`, `npm run dev`, the browser tests and the long proofs. Restarts web or worker when they die.
 */
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort, isPortTaken, startPostgres } from "./postgres.mjs";
import { root, SetupProblem } from "./setup.mjs";

const CLIENT_ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const OFFSETS = {
  sandbox: 0,
  tunnel: 1,
  web: 2,
  smtp: 3,
  postgres: 4,
  webMetrics: 5,
  workerMetrics: 6,
  hotReload: 7,
  sftp: 8,
  desk: 9,
  inboundMail: 10,
};
// What the sandbox's carrier answers to and signs with; made up, and guards nothing.
const CARRIER = { apiKey: "sandbox-carrier-key", webhookSecret: "sandbox-carrier-secret" };

/** Ports of a block, by name. `port` 0 picks free ones. Throws a sentence that names a taken one. */
async function choosePorts(port) {
  if (port === 0) {
    const entries = [];
    for (const name of Object.keys(OFFSETS)) entries.push([name, await findFreePort()]);
    return Object.fromEntries(entries);
  }
  const ports = Object.fromEntries(
    Object.entries(OFFSETS).map(([name, offset]) => [name, port + offset]),
  );
  for (const [name, wanted] of Object.entries(ports))
    if (await isPortTaken(wanted))
      throw new SetupProblem(
        `Port ${wanted} (${name}) is taken by another program. Choose another block with: npm run demo -- --port ${port + 100}`,
      );
  return ports;
}

/** Secrets of this machine's demo, made once and kept with its data; what an older folder lacks is added. */
function keepSecrets(dataDir) {
  const file = join(dataDir, "secrets.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const secrets = { ...makeSecrets(), ...known };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

function makeSecrets() {
  const { privateKey } = generateKeyPairSync("ed25519");
  return {
    clientSecret: randomBytes(24).toString("hex"),
    encryptionKeys: `k1:${randomBytes(32).toString("base64")}`,
    ledgerKey: `l1:${privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")}`,
  };
}

/**
 * Starts everything and resolves when the app answers. Options: `port` (base of the block, 0 = free ports), `dataDir`,
 * `fresh` (forget the data first), `orders`/`products` (CSV exports instead of the seed), `seed` ("full" | "minimal" | "none"),
 * `mode` ("built" | "dev"), `installed`, `logLevel`, `databaseUrl` (instead of the embedded server).
 */
export async function startStack(options) {
  const { dataDir, mode = "built", say = () => {} } = options;
  if (options.fresh) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const ports = await choosePorts(options.port);
  const secrets = keepSecrets(dataDir);
  const children = new Map();
  let isStopping = false;
  let postgres = null;

  /** Starts a child whose words go to a log file; `revive` starts it again when it ends by itself. */
  function start(name, args, env, { revive = false } = {}) {
    const log = openSync(join(dataDir, `${name}.log`), "a");
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", log, log, "ipc"],
    });
    children.set(name, child);
    child.on("exit", (code, signal) => {
      if (isStopping || children.get(name) !== child) return;
      children.delete(name);
      if (!revive) return;
      say(`${name} ended (${signal ?? code}); starting it again.`);
      setTimeout(() => isStopping || start(name, args, env, { revive }), 500).unref();
    });
    return child;
  }

  async function stop() {
    if (isStopping) return;
    isStopping = true;
    await Promise.all(["web", "worker"].map((name) => stopChild(children.get(name))));
    await stopChild(children.get("sandbox"));
    await postgres?.stop();
  }

  try {
    let databaseUrl = options.databaseUrl ?? process.env.DATABASE_URL;
    if (!databaseUrl) {
      postgres = await startPostgres({
        root,
        dataDir: join(dataDir, "postgres"),
        port: ports.postgres,
      });
      databaseUrl = await ensureDatabase(postgres.url, "aftercare");
    }
    const { migrate } = await import("./migrate.mjs");
    await migrate(databaseUrl, { root });
    // As in production: web and worker log in as somebody who owns nothing.
    const appDatabaseUrl = postgres ? await ensureAppLogin(databaseUrl) : databaseUrl;

    const sandboxUrl = `http://localhost:${ports.sandbox}`;
    const tunnelUrl = `http://localhost:${ports.tunnel}`;
    start(
      "sandbox",
      [
        "--import",
        "tsx",
        "sandbox/main.ts",
        ...["--port", ports.sandbox, "--tunnel-port", ports.tunnel, "--smtp-port", ports.smtp].map(
          String,
        ),
        ...["--sftp-port", ports.sftp, "--desk-port", ports.desk].map(String),
        ...["--inbound-port", String(ports.inboundMail)],
        ...["--app-url", `http://127.0.0.1:${ports.web}`, "--state", join(dataDir, "store.bin")],
        ...["--client-id", CLIENT_ID, "--client-secret", secrets.clientSecret],
        ...["--seed", options.seed ?? "full"],
        ...(options.orders ? ["--orders", options.orders] : []),
        ...(options.products ? ["--products", options.products] : []),
        ...(options.installed ? ["--installed"] : []),
        "--stop-with-parent",
        ...(options.retryScheduleMs ? ["--retry-schedule-ms", options.retryScheduleMs] : []),
      ],
      {},
    );
    await waitFor(
      "sandbox",
      `http://127.0.0.1:${ports.sandbox}/__sandbox/health`,
      children,
      dataDir,
    );

    const env = {
      NODE_ENV: mode === "dev" ? "development" : "production",
      DATABASE_URL: appDatabaseUrl,
      SHOPIFY_API_KEY: CLIENT_ID,
      SHOPIFY_API_SECRET: secrets.clientSecret,
      SHOPIFY_APP_URL: tunnelUrl,
      SCOPES: readScopes(),
      ENCRYPTION_KEYS: secrets.encryptionKeys,
      LEDGER_KEY: secrets.ledgerKey,
      HOST: "127.0.0.1",
      LOG_LEVEL: options.logLevel ?? "info",
      SANDBOX_URL: `http://127.0.0.1:${ports.sandbox}`,
      HMR_PORT: String(ports.hotReload),
      SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      MAIL_DOMAIN: "mail.aftercare.example",
      INBOUND_SMTP_PORT: String(ports.inboundMail),
      DNS_SERVERS: `127.0.0.1:${ports.smtp}`,
      // The suppliers of the sandbox are on this machine.
      SUPPLIER_HOSTS: `127.0.0.1:${ports.sftp},127.0.0.1:${ports.desk}`,
      CARRIER_API_URL: `http://127.0.0.1:${ports.sandbox}/tracking/2026-07`,
      CARRIER_API_KEY: CARRIER.apiKey,
      CARRIER_WEBHOOK_SECRET: CARRIER.webhookSecret,
      // The store's clock can be moved, PostgreSQL's cannot.
      JOBS_CLOCK: "process",
      ...options.env,
    };
    const behindSeam = ["--import", join(root, "sandbox", "register.mjs")];
    const source = mode === "dev" ? ["--import", "tsx"] : ["--enable-source-maps"];
    const file = (name) =>
      mode === "dev" ? (name === "web" ? "app/server.ts" : "app/worker.ts") : `build/${name}.js`;
    start(
      "web",
      [...behindSeam, ...source, file("web"), ...(mode === "dev" ? ["--dev"] : [])],
      { ...env, PORT: String(ports.web), METRICS_PORT: String(ports.webMetrics) },
      { revive: true },
    );
    start(
      "worker",
      [...behindSeam, ...source, file("worker")],
      { ...env, METRICS_PORT: String(ports.workerMetrics) },
      { revive: true },
    );
    await waitFor("web", `http://127.0.0.1:${ports.web}/healthz`, children, dataDir);
    await waitFor("worker", `http://127.0.0.1:${ports.workerMetrics}/healthz`, children, dataDir);

    return {
      ports,
      databaseUrl,
      dataDir,
      env,
      urls: {
        admin: `${sandboxUrl}/`,
        storefront: `${sandboxUrl}/storefront`,
        mailbox: `${sandboxUrl}/mailbox`,
        desk: `${sandboxUrl}/desk`,
        sandbox: `http://127.0.0.1:${ports.sandbox}`,
        tunnel: tunnelUrl,
        web: `http://127.0.0.1:${ports.web}`,
      },
      children,
      postgres,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The scopes that shopify.app.toml asks for: one list, declared once. */
function readScopes() {
  const toml = readFileSync(join(root, "shopify.app.toml"), "utf8");
  const match = /^scopes\s*=\s*"([^"]*)"/m.exec(
    toml.replace(
      /^scopes\s*=\s*"""\s*([\s\S]*?)"""/m,
      (_all, text) => `scopes = "${text.replace(/\s+/g, "")}"`,
    ),
  );
  if (!match) throw new SetupProblem("shopify.app.toml names no access scopes.");
  return match[1];
}

const APP_LOGIN = "aftercare_web";

async function ensureDatabase(serverUrl, name) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A login with the two roles of the product and no more: docs/decisions/0009-row-level-security.md */
async function ensureAppLogin(databaseUrl) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [
      APP_LOGIN,
    ]);
    if (!rowCount) await client.query(`create role ${APP_LOGIN} login noinherit`);
    await client.query(`grant aftercare_app, aftercare_sweep to ${APP_LOGIN}`);
  } finally {
    await client.end();
  }
  const url = new URL(databaseUrl);
  url.username = APP_LOGIN;
  return url.href;
}

// The slowest first start we saw (seeding 2,000 orders beside a cold disk) took 25 s.
const START_TIMEOUT_MS = 120_000;

async function waitFor(name, url, children, dataDir) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const child = children.get(name);
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new SetupProblem(
        `${name} did not start. Its last words (${join(dataDir, `${name}.log`)}):\n${lastLines(join(dataDir, `${name}.log`))}`,
      );
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new SetupProblem(
    `${name} did not answer within two minutes. See ${join(dataDir, `${name}.log`)}.`,
  );
}

const lastLines = (file) =>
  existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-12).join("\n") : "(none)";

/** Asks a child to end, insists after eight seconds. */
function stopChild(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 7_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
