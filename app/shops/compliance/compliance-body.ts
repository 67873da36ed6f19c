/**
 * The bodies of Shopify's three compliance webhooks. Ids are plain numbers; the customer may be known by e-mail alone.
 * Source: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
import { z } from "zod";
import { inspectJson } from "#app/platform/inspect-json.ts";
import type { Person } from "#app/platform/personal-data.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type ComplianceBody = {
  /** lower case */
  readonly shopDomain: string;
  /** null in `shop/redact` */
  readonly person: Person | null;
};

const id = z.union([
  z.number().int().positive().safe().transform(String),
  z.string().regex(/^\d{1,20}$/),
]);
const text = z.string().trim().min(1).max(512).nullish().catch(null);

const bodySchema = z.object({
  shop_domain: z.string().min(1).max(255),
  customer: z.object({ id: id.nullish(), email: text, phone: text }).nullish(),
  orders_requested: z.array(id).max(100_000).nullish(),
  orders_to_redact: z.array(id).max(100_000).nullish(),
});

/** What the bytes ask for, or that they cannot be read. */
export function readComplianceBody(
  bytes: Uint8Array,
): Result<ComplianceBody, { code: "body_unreadable" }> {
  const parsed = bodySchema.safeParse(parse(bytes));
  if (!parsed.success) return refuse({ code: "body_unreadable" });
  const { shop_domain: domain, customer } = parsed.data;
  const orderIds = [
    ...(parsed.data.orders_requested ?? []),
    ...(parsed.data.orders_to_redact ?? []),
  ];
  const person: Person = {
    customerGid: customer?.id ? `gid://shopify/Customer/${customer.id}` : null,
    email: customer?.email?.toLowerCase() ?? null,
    phone: customer?.phone ?? null,
    orderGids: [...new Set(orderIds)].map((orderId) => `gid://shopify/Order/${orderId}`),
  };
  return accept({ shopDomain: domain.toLowerCase(), person: isSomebody(person) ? person : null });
}

function parse(bytes: Uint8Array): unknown {
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Two customers in one request: nobody can say whom to erase.
    return inspectJson(decoded) ? null : JSON.parse(decoded);
  } catch (error) {
    // Not UTF-8, not JSON, or nested deeper than any of Shopify's.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)
      return null;
    throw error;
  }
}

const isSomebody = ({ customerGid, email, phone, orderGids }: Person) =>
  customerGid !== null || email !== null || phone !== null || orderGids.length > 0;
