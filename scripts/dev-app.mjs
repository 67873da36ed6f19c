/**
 * Web and worker from source, as the Shopify CLI runs them (shopify.web.toml). The CLI gives the keys, the scopes, a port
 * and the tunnel's address in HOST; the rest is filled in here. Needs DATABASE_URL, migrated (`npm run dev:shopify` does both).
 */
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** A secret of this machine's development store, made once and kept. */
function keepSecret(name, make) {
  const file = join(root, ".aftercare", `dev-${name}`);
  if (!existsSync(file)) {
    mkdirSync(join(root, ".aftercare"), { recursive: true });
    writeFileSync(file, make(), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

const makeEncryptionKey = () => `dev:${randomBytes(32).toString("base64")}`;
const makeLedgerKey = () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  return `dev:${privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")}`;
};

const tunnel = process.env.SHOPIFY_APP_URL ?? process.env.APP_URL ?? process.env.HOST ?? "";
const env = {
  ...process.env,
  NODE_ENV: "development",
  SHOPIFY_APP_URL: tunnel.startsWith("http") ? tunnel : `https://${tunnel}`,
  HOST: "127.0.0.1",
  ENCRYPTION_KEYS: process.env.ENCRYPTION_KEYS ?? keepSecret("encryption-keys", makeEncryptionKey),
  LEDGER_KEY: process.env.LEDGER_KEY ?? keepSecret("ledger-key", makeLedgerKey),
};

const children = [
  spawn(process.execPath, ["--import", "tsx", "app/server.ts", "--dev"], {
    cwd: root,
    env,
    stdio: "inherit",
  }),
  spawn(process.execPath, ["--import", "tsx", "app/worker.ts"], {
    cwd: root,
    env: { ...env, METRICS_PORT: "9465" },
    stdio: "inherit",
  }),
];
// One without the other is half an app: when either ends, both do, and the CLI says so.
for (const child of children)
  child.on("exit", (code) => {
    for (const other of children) other.kill("SIGTERM");
    process.exitCode = code ?? 0;
  });
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
