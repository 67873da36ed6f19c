/** The process environment, read once and checked. Nothing else in app/ reads process.env. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { z } from "zod";

const encryptionKey = z
  .string()
  .regex(/^[\w-]+:[A-Za-z0-9+/]{43}=$/, "each key is `id:` and 32 bytes in base64")
  .transform((text) => {
    const at = text.indexOf(":");
    return { id: text.slice(0, at), key: Buffer.from(text.slice(at + 1), "base64") };
  });

type SigningKey = { readonly keyId: string; readonly privateKey: KeyObject };

function readSigningKey(text: string, context: z.RefinementCtx): SigningKey {
  const at = text.indexOf(":");
  try {
    const key = Buffer.from(text.slice(at + 1), "base64");
    const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
    if (privateKey.asymmetricKeyType === "ed25519") return { keyId: text.slice(0, at), privateKey };
  } catch {
    // What node says of a broken key could quote it.
  }
  context.addIssue({ code: "custom", message: "is not an Ed25519 private key" });
  return z.NEVER;
}

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a PostgreSQL address" }),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** The secret before the last rotation: Shopify signs with the oldest unrevoked one for up to an hour. */
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional(),
  SHOPIFY_APP_URL: z.url({ protocol: /^https?$/ }),
  SCOPES: z.string().min(1),
  /** First key encrypts, all keys decrypt: `id:base64,id:base64`. */
  ENCRYPTION_KEYS: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(encryptionKey).min(1)),
  /** Ed25519 key that signs the ledger's heads: `id:` and the PKCS#8 key in base64 (DER). */
  LEDGER_KEY: z
    .string()
    .regex(/^[\w-]+:[A-Za-z0-9+/]+=*$/, "is `id:` and an Ed25519 PKCS#8 key in base64")
    .transform((text, context) => readSigningKey(text, context)),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(9464),
  /** Connections of this process to PostgreSQL. web + worker must stay below 40 % of max_connections. */
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(100).default(10),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(8),
  /**
   * Whose clock decides that a job is due. `database`: one for all workers, right for production. `process`: for
   * environments whose processes run on a time of their own.
   */
  JOBS_CLOCK: z.enum(["database", "process"]).default("database"),
  /** Where finished mail goes: `smtp://user:password@host:587`, or `smtps://…`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).default("smtp://127.0.0.1:25"),
  /** The domain we send from until a shop's own is verified; its SPF names our servers. Default: the app's host. */
  MAIL_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "is a domain in lower case")
    .optional(),
  /**
   * Where the worker takes answers to our mails, sent to MAIL_DOMAIN (its MX record, or a relay, leads here). Unset: no mail
   * is taken, and mails name no address of ours to answer to. The same for web and worker.
   */
  INBOUND_SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Resolvers for the check of a shop's mail records, `address` or `address:port`, parted by commas. Default: the system's. */
  DNS_SERVERS: z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .default([]),
  /** The tracking service's REST API (AfterShip's). Chosen by whoever runs the app, never by a merchant. */
  CARRIER_API_URL: z
    .url({ protocol: /^https?$/ })
    .default("https://api.aftership.com/tracking/2026-07"),
  /** Unset: nobody is asked about parcels; scans come through Shopify alone. */
  CARRIER_API_KEY: z.string().min(1).optional(),
  /** Signs what the tracking service posts to /carrier/tracking. Unset: nothing is taken there. */
  CARRIER_WEBHOOK_SECRET: z.string().min(1).optional(),
  /**
   * Suppliers' servers on a private network, `host:port` parted by commas. They may be reached though they are not public, and
   * by http:// too. The same for web and worker.
   */
  SUPPLIER_HOSTS: z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .pipe(z.array(z.string().regex(/^[a-z0-9.-]+:\d{1,5}$/, "each is `host:port`")))
    .default([]),
  LOG_LEVEL: z.enum(["info", "warn", "error", "silent"]).default("info"),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
});

export type Env = z.output<typeof schema>;

/** The checked environment. Throws one sentence per wrong variable. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${lines.join("\n")}`);
}
