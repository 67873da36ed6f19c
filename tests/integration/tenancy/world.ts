/** One database with the shop that asks, with or without the shop that is asked about, and the product's parts over it. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import pg from "pg";
import { afterAll, inject } from "vitest";
import type { Deps } from "#app/deps.server.ts";
import { createDeps } from "#app/web-deps.server.ts";
import { closeDb, createDb, type Db } from "#app/platform/db.server.ts";
import { readEnv, type Env } from "#app/platform/env.server.ts";
import { createDownloadLink } from "#app/shopify/download-link.server.ts";
import {
  APP_URL,
  signSessionToken,
  API_KEY,
  API_SECRET,
} from "#tests/integration/shopify/auth-deps.ts";
import { dropRowChecks, plantShop, type PlantedShop } from "./plant-shop.ts";
import type { RouteRequest } from "./requests-of-routes.ts";

const shop = (shopId: bigint, mark: string, domain: string, id: bigint): PlantedShop => ({
  shopId,
  mark,
  domain,
  id,
  orderGid: `gid://shopify/Order/${id}`,
});

export const THEIRS = shop(71n, "zzqa", "walled-one.myshopify.com", 7_000_000_001n);
export const OURS = shop(82n, "zzqb", "walled-two.myshopify.com", 8_000_000_001n);

// The same in every world, so that answers can be compared.
const ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
const LEDGER_KEY = `l1:${generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")}`;

export type World = {
  readonly url: string;
  /** the database's owner, past the wall */
  readonly owner: Db;
  readonly deps: Deps;
};

type WorldOptions = {
  readonly shops: readonly PlantedShop[];
  /** how the product speaks to the database; default as it does */
  readonly connect?: (url: string) => Db;
};

export async function createWorld({
  shops,
  connect = connectAsUsual,
}: WorldOptions): Promise<World> {
  const { url, drop } = await copyTemplate();
  const owner = createDb({ url, poolMax: 4 });
  const env = envOf(url);
  const db = connect(url);
  afterAll(async () => {
    await Promise.all([closeDb(owner), closeDb(db)]);
    await drop();
  });
  await dropRowChecks(owner.pool);
  for (const one of shops) await plantShop(owner.pool, one, env.ENCRYPTION_KEYS);
  return { url, owner, deps: createDeps(env, "walker", db) };
}

const connectAsUsual = (url: string) => createDb({ url, poolMax: 8 });

const envOf = (databaseUrl: string): Env =>
  readEnv({
    DATABASE_URL: databaseUrl,
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: API_SECRET,
    SHOPIFY_APP_URL: APP_URL,
    SCOPES: "read_orders",
    ENCRYPTION_KEYS,
    LEDGER_KEY,
    SMTP_URL: "smtp://127.0.0.1:1",
    LOG_LEVEL: "silent",
  });

async function copyTemplate() {
  const server = inject("databaseUrl");
  const name = `aftercare_test_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name} template ${inject("templateName")}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;
export type RouteModule = { readonly loader?: Handler; readonly action?: Handler };

export type Answer = { readonly asked: string; readonly status: number; readonly text: string };

/** The answer of a route to a request from our shop's frame: status, address and every byte of the body. */
export async function askRoute(
  { deps }: World,
  route: RouteModule,
  asked: string,
  { params = {}, query = "", form, file }: RouteRequest,
): Promise<Answer> {
  const search = file ? sealedFor(deps, file) : query;
  const token = await signSessionToken(OURS.domain, { sub: OURS.id.toString() });
  const request = new Request(`${APP_URL}/walked?${search}`, {
    method: form ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}` },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  const handler = form ? route.action : route.loader;
  const answer = handler
    ? await settle(() => handler({ request, params, context: { deps } as never }))
    : null;
  if (!(answer instanceof Response))
    return { asked, status: 0, text: JSON.stringify(answer) ?? "" };
  const body = Buffer.from(await answer.arrayBuffer());
  const text = `${answer.headers.get("location") ?? ""}\n${readable(body)}`;
  return { asked, status: answer.status, text };
}

/** An archive is told by what its entries hold. */
function readable(body: Buffer): string {
  const texts: string[] = [];
  for (let at = 0; body.toString("latin1", at, at + 4) === "PK\u0003\u0004";) {
    const dataAt = at + 30 + body.readUInt16LE(at + 26) + body.readUInt16LE(at + 28);
    texts.push(inflateRawSync(body.subarray(dataAt)).toString());
    const next = body.indexOf("PK\u0003\u0004", dataAt, "latin1");
    if (next < 0) break;
    at = next;
  }
  return texts.length > 0 ? texts.join("\n") : body.toString();
}

const sealedFor = (deps: Deps, file: NonNullable<RouteRequest["file"]>) => {
  const path = createDownloadLink(deps, {
    shopId: OURS.shopId,
    staffUserId: OURS.id.toString(),
    file,
  });
  return path.slice(path.indexOf("?") + 1);
};

/** What a handler throws is an answer: a refusal as a response, a fault as a page that says so. */
async function settle(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    return new Response(`thrown: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
      status: 500,
    });
  }
}
