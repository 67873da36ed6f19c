/** Loaders and actions called as functions: a shop with a live token, its orders, and requests as the admin's frame sends them. */
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "#app/platform/db.server.ts";
import { APP_URL, createTestDeps, signSessionToken } from "#tests/integration/shopify/auth-deps.ts";

const HOUR_MS = 3_600_000;

export type TestShop = { readonly shopId: bigint; readonly domain: string };

/** An installed shop whose token is good for hours, so that no request goes to Shopify. */
export async function createShop(db: Db, name: string): Promise<TestShop> {
  const domain = `${name}.myshopify.com`;
  const now = new Date();
  const { id: shopId } = await db.prisma.shop.create({
    data: { domain, installedAt: now, name, currency: "USD", ianaTimezone: "America/New_York" },
  });
  await db.prisma.shopToken.create({
    data: {
      shopId,
      accessToken: Buffer.from("sealed"),
      refreshToken: Buffer.from("sealed"),
      expiresAt: new Date(now.getTime() + 3 * HOUR_MS),
      refreshExpiresAt: new Date(now.getTime() + 1_000 * HOUR_MS),
      scope: "read_orders",
    },
  });
  return { shopId, domain };
}

type OrderChange = { number: number; unfulfilledSince?: Date | null; customerName?: string | null };

export async function createOrder(db: Db, { shopId }: TestShop, change: OrderChange) {
  const at = new Date(Date.now() - 10 * 24 * HOUR_MS);
  const { number, unfulfilledSince = null, customerName = "Ana Costa" } = change;
  return db.prisma.order.create({
    data: {
      shopId,
      gid: `gid://shopify/Order/${shopId}${number}`,
      name: `#${number}`,
      createdAt: at,
      placedAt: at,
      updatedAt: at,
      financialStatus: "paid",
      fulfillmentStatus: "unfulfilled",
      currency: "USD",
      presentmentCurrency: "USD",
      totalMinor: 2_050n,
      presentmentTotalMinor: 2_050n,
      currentTotalMinor: 2_050n,
      presentmentCurrentTotalMinor: 2_050n,
      shippingMinor: 0n,
      presentmentShippingMinor: 0n,
      taxMinor: 0n,
      presentmentTaxMinor: 0n,
      discountsMinor: 0n,
      presentmentDiscountsMinor: 0n,
      customerName,
      unfulfilledSince,
      asOf: at,
      fetchedAt: at,
      source: "import",
    },
  });
}

type Call = {
  readonly shop: TestShop;
  readonly path: string;
  readonly params?: Record<string, string>;
  readonly form?: Record<string, string>;
};

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;

/** The answer of a loader or action to a request from the shop's frame; thrown answers are answers. */
export async function callRoute(db: Db, handler: Handler, call: Call): Promise<Response> {
  const token = await signSessionToken(call.shop.domain);
  const request = new Request(new URL(call.path, APP_URL), {
    method: call.form ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}` },
    ...(call.form ? { body: new URLSearchParams(call.form) } : {}),
  });
  return callWith(db, handler, request, call.params);
}

export async function callWith(
  db: Db,
  handler: Handler,
  request: Request,
  params: Record<string, string> = {},
): Promise<Response> {
  // Routes use a part of the dependencies; the test builds that part.
  const context = { deps: createTestDeps(db) } as unknown as AppLoadContext;
  try {
    return (await handler({ request, params, context })) as Response; // single fetch is off
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}
