/** The shop object of `shop/update` and `app/uninstalled`. Every field may be missing or null. */
import { z } from "zod";

const text = z.string().min(1).nullish().catch(null);

const shopBody = z.object({
  name: text,
  myshopify_domain: text,
  currency: text,
  iana_timezone: text,
  plan_display_name: text,
  updated_at: text,
});

export type ShopBody = z.output<typeof shopBody>;

/** null when the bytes are not a JSON object. */
export function readShopBody(body: Uint8Array): ShopBody | null {
  try {
    const parsed = shopBody.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The signature covers the body, not the header that names the shop: the two must agree. */
export const namesAnotherShop = (body: ShopBody, shopDomain: string): boolean =>
  typeof body.myshopify_domain === "string" && body.myshopify_domain.toLowerCase() !== shopDomain;
