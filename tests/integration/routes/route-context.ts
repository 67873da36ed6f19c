/** Loaders and actions called as functions: a shop with a live token, its orders, and requests as the admin's frame sends them. */
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "#app/platform/db.server.ts";
import { createRails } from "#app/rails/create-rails.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { ShopifyUnavailable } from "#app/shopify/errors.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { listStaffIn } from "#app/shops/people/staff-store.server.ts";
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
  await createStaff(db, shopId, { id: OWNER_ID, role: "owner" });
  return { shopId, domain };
}

/** Who asks unless a call says otherwise. */
export const OWNER_ID = "100001";

/** A person whose name Shopify has told already, so that no request goes to Shopify. */
export async function createStaff(
  db: Db,
  shopId: bigint,
  { id, role }: { id: string; role: "owner" | "manager" | "agent" },
) {
  const now = new Date();
  await db.prisma.staffMember.create({
    data: {
      shopId,
      id,
      role,
      name: `Person ${id}`,
      email: `${id}@example.com`,
      firstSeenAt: now,
      lastSeenAt: now,
      profileKnownAt: now,
      profileDueAt: new Date(now.getTime() + 24 * HOUR_MS),
    },
  });
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
  /** who asks; default the owner */
  readonly staffId?: string;
};

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;

/** The answer of a loader or action to a request from the shop's frame; thrown answers are answers. */
export async function callRoute(db: Db, handler: Handler, call: Call): Promise<Response> {
  const token = await signSessionToken(call.shop.domain, { sub: call.staffId ?? OWNER_ID });
  const request = new Request(new URL(call.path, APP_URL), {
    method: call.form ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}` },
    ...(call.form ? { body: new URLSearchParams(call.form) } : {}),
  });
  return callWith(db, handler, request, call.params);
}

/** Pages that would like to ask Shopify do without. */
const admin: AdminClient = {
  run: async () => {
    throw new ShopifyUnavailable("These tests have no Shopify.", {
      status: null,
      isOutcomeUnknown: false,
    });
  },
};

function createRouteDeps(db: Db) {
  const deps = createTestDeps(db);
  const rails = createRails({
    ...deps,
    admin,
    otherKinds: [],
    previews: {},
    listTeam: listStaffIn,
    tellTeam: async (tx, alert) => void (await raiseAlert(tx, alert)),
  });
  return { ...deps, admin, rails };
}

export async function callWith(
  db: Db,
  handler: Handler,
  request: Request,
  params: Record<string, string> = {},
): Promise<Response> {
  // Routes use a part of the dependencies; the test builds that part.
  const context = { deps: createRouteDeps(db) } as unknown as AppLoadContext;
  try {
    return (await handler({ request, params, context })) as Response; // single fetch is off
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}
