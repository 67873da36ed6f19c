/**
 * Web and worker from source, as the Shopify CLI runs them (shopify.web.toml). The CLI gives the keys, the scopes, a port
 * and the tunnel's address in HOST; the rest is filled in here. Needs DATABASE_URL, migrated (`npm run dev:shopify` does both).
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const KEYS_FILE = join(root, ".aftercare", "dev-encryption-keys");

/** Tokens of the development store are encrypted with keys that stay on this machine. */
function keepEncryptionKeys() {
  if (!existsSync(KEYS_FILE)) {
    mkdirSync(join(root, ".aftercare"), { recursive: true });
    writeFileSync(KEYS_FILE, `dev:${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  }
  return readFileSync(KEYS_FILE, "utf8");
}

const tunnel = process.env.SHOPIFY_APP_URL ?? process.env.APP_URL ?? process.env.HOST ?? "";
const env = {
  ...process.env,
  NODE_ENV: "development",
  SHOPIFY_APP_URL: tunnel.startsWith("http") ? tunnel : `https://${tunnel}`,
  HOST: "127.0.0.1",
  ENCRYPTION_KEYS: process.env.ENCRYPTION_KEYS ?? keepEncryptionKeys(),
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
