/** `/storefront`: a plain shop. Buying places a real order in the store, with everything that follows from it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { ActRefused } from "#sandbox/http/acts/act-types.ts";
import { DEFAULT_BUYER, placeOrder, type Buyer } from "#sandbox/http/acts/place-order.ts";
import { parseFields, readBody, redirect, sendHtml } from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { numericId } from "#sandbox/store/ids.ts";
import type { Product, ShopState } from "#sandbox/store/types.ts";
import { renderProduct, renderShop, renderThanks } from "./storefront-page.ts";

const MAX_UNITS = 20;

export async function answerStorefront(
  sandbox: Sandbox,
  shop: ShopState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, kind, name] = url.pathname.split("/").filter((piece) => piece !== "");
  if (kind === undefined) return sendHtml(response, 200, renderShop(shop, readPage(url)));
  if (kind === "products") {
    const product = findProduct(shop, name ?? "");
    if (product) return sendHtml(response, 200, renderProduct(shop, product, DEFAULT_BUYER, null));
  }
  if (kind === "orders") {
    const order = shop.orders.get(`gid://shopify/Order/${name ?? ""}`);
    if (order) return sendHtml(response, 200, renderThanks(shop, order));
  }
  if (kind === "buy" && request.method === "POST") return buy(sandbox, shop, request, response);
  sendHtml(response, 404, renderShop(shop, 1));
}

async function buy(
  sandbox: Sandbox,
  shop: ShopState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields = parseFields(await readBody(request), request.headers["content-type"] ?? "") ?? {};
  const variantId = String(fields["variant"] ?? "");
  const variant = shop.variants.get(variantId);
  const product = shop.products.get(variant?.productId ?? "");
  const buyer = readBuyer(fields);
  if (!product) return sendHtml(response, 404, renderShop(shop, 1));
  const quantity = Math.min(MAX_UNITS, Math.max(1, Math.trunc(Number(fields["quantity"])) || 1));
  try {
    const order = placeOrder(sandbox.state.world, shop, {
      lines: [{ variantId, quantity }],
      buyer,
      overrides: {},
    });
    redirect(response, `/storefront/orders/${numericId(order.id)}`);
  } catch (error) {
    if (!(error instanceof ActRefused)) throw error;
    sendHtml(response, 422, renderProduct(shop, product, buyer, error.message));
  }
}

function readBuyer(fields: Record<string, unknown>): Buyer {
  const read = (name: string, fallback: string | null | undefined) =>
    typeof fields[name] === "string" ? fields[name].trim() : (fallback ?? "");
  const firstName = read("firstName", DEFAULT_BUYER.firstName);
  const lastName = read("lastName", DEFAULT_BUYER.lastName);
  const { address } = DEFAULT_BUYER;
  return {
    email: read("email", DEFAULT_BUYER.email),
    firstName,
    lastName,
    address: {
      ...address,
      firstName,
      lastName,
      address1: read("address1", address.address1),
      city: read("city", address.city),
      zip: read("zip", address.zip),
    },
  };
}

function findProduct(shop: ShopState, handle: string): Product | null {
  return [...shop.products.values()].find((product) => product.handle === handle) ?? null;
}

function readPage(url: URL): number {
  return Math.max(1, Math.trunc(Number(url.searchParams.get("page"))) || 1);
}
