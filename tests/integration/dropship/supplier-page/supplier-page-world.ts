/** A shop with a supplier, its link, and the routes of the supplier's page called as functions. */
import { generateKeyPairSync } from "node:crypto";
import { createCoreDeps, type CoreDeps } from "#app/deps.server.ts";
import { createContactLink } from "#app/dropship/supplier-page/supplier-link.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import * as answersRoute from "#app/routes/supplier.api.purchase-orders.$number.answers/route.tsx";
import * as shipmentsRoute from "#app/routes/supplier.api.purchase-orders.$number.shipments/route.tsx";
import * as pageRoute from "#app/routes/supplier.$token/route.tsx";
import * as fileRoute from "#app/routes/supplier.$token_.day/route.tsx";
import { createTestDatabase } from "#tests/support/database.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const APP_URL = "https://aftercare.example";

export type SupplierWorld = Awaited<ReturnType<typeof openSupplierWorld>>;

export async function openSupplierWorld() {
  const database = await createTestDatabase();
  const { db, url } = database;
  const env = readEnv({
    DATABASE_URL: url,
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "secret",
    SHOPIFY_APP_URL: APP_URL,
    SCOPES: "read_orders",
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    LEDGER_KEY: `l1:${generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("base64")}`,
    SMTP_URL: "smtp://127.0.0.1:1",
    LOG_LEVEL: "silent",
  });
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const deps: CoreDeps = { ...createCoreDeps(env, "test", db), clock };
  const addShop = async (domain: string) => {
    const { id } = await db.prisma.shop.create({
      data: {
        domain,
        name: domain.startsWith("harbor") ? "Harbor & Pine" : domain,
        currency: "USD",
        ianaTimezone: "America/New_York",
        installedAt: new Date("2026-01-01T00:00:00Z"),
      },
    });
    return id;
  };
  const shopId = await addShop("harbor-and-pine.myshopify.com");
  const run = <Value>(work: Parameters<typeof inShop<Value>>[2], shop = shopId) =>
    inShop(db, shop, work);
  const linkOf = (owner: { supplierId: bigint; contactId: bigint }, shop = shopId) =>
    run(
      (tx) => createContactLink(deps, tx, { shopId: shop, purchaseOrderId: null, ...owner }),
      shop,
    );
  return {
    ...database,
    deps,
    clock,
    env,
    shopId,
    addShop,
    run,
    linkOf,
    advance: (ms: number) => void (aheadMs += ms),
    /** A supplier with one contact and that contact's link. */
    supplier: async (fields: Parameters<typeof addSupplier>[2] = {}, shop = shopId) => {
      const { supplierId, contactIds } = await run((tx) => addSupplier(tx, shop, fields), shop);
      const contactId = contactIds[0] ?? 0n;
      return { supplierId, contactId, link: await linkOf({ supplierId, contactId }, shop) };
    },
    order: (
      supplierId: bigint,
      fields: Omit<Parameters<typeof addPurchaseOrder>[2], "supplierId"> = {},
      shop = shopId,
    ) => run((tx) => addPurchaseOrder(tx, shop, { supplierId, ...fields }), shop),
    find: async (id: bigint, shop = shopId) => {
      const order = await run((tx) => findPurchaseOrder(tx, shop, id), shop);
      if (!order) throw new Error(`There is no purchase order ${id}.`);
      return order;
    },
    get: (href: string) => askPage(deps, href, new Request(new URL(href, APP_URL))),
    post: (href: string, fields: Fields | FormData) => askPage(deps, href, postOf(href, fields)),
    file: async (href: string, format: "csv" | "xlsx") => {
      const at = new URL(href, APP_URL);
      const request = new Request(new URL(`${at.pathname}/day?format=${format}`, APP_URL));
      return fileRoute.loader(argsOf(deps, request, { token: tokenOf(href) }));
    },
    api: (token: string, number: string, what: "answers" | "shipments", body: unknown) =>
      askApi(deps, { token, number, what, body }),
    tokenOf,
  };
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const tokenOf = (href: string) => new URL(href, APP_URL).pathname.split("/")[2] ?? "";

// Loaders ask for no more of Remix's arguments.
const argsOf = (deps: CoreDeps, request: Request, params: Record<string, string>) =>
  ({ request, params, context: { deps } }) as Parameters<typeof pageRoute.loader>[0];

export type Answered = {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly location: string | null;
};

async function askPage(deps: CoreDeps, href: string, request: Request): Promise<Answered> {
  const args = argsOf(deps, request, { token: tokenOf(href) });
  const response = await (request.method === "POST"
    ? pageRoute.action(args)
    : pageRoute.loader(args));
  const { status, headers } = response;
  return { status, headers, text: await response.text(), location: headers.get("location") };
}

function postOf(href: string, fields: Fields | FormData): Request {
  if (fields instanceof FormData)
    return new Request(new URL(href, APP_URL), { method: "POST", body: fields });
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === "string" ? [value] : value) body.append(name, one);
  return new Request(new URL(href, APP_URL), { method: "POST", body });
}

async function askApi(
  deps: CoreDeps,
  asked: { token: string; number: string; what: "answers" | "shipments"; body: unknown },
) {
  const { token, number, what, body } = asked;
  const request = new Request(`${APP_URL}/supplier/api/purchase-orders/${number}/${what}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const route = what === "answers" ? answersRoute : shipmentsRoute;
  const response = await route.action(argsOf(deps, request, { number }));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** The form of the page as a browser would send it: what is ticked, typed and hidden. */
export function formOf(html: string, intent: string): Record<string, string[]> {
  const form = html
    .split(/<form\b/)
    .find((part) => part.includes(`name="intent" value="${intent}"`));
  const fields: Record<string, string[]> = { intent: [intent] };
  for (const [tag] of (form ?? "").matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) =>
      unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
    if (/type="checkbox"/.test(tag) && !/\bchecked\b/.test(tag)) continue;
    const name = attribute("name");
    if (name && !/type="file"/.test(tag)) (fields[name] ??= []).push(attribute("value"));
  }
  return fields;
}

const unescape = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
