/** `orderUpdate`: what may be changed of an order, and its refusals. */
import { updateOrder, type OrderChanges } from "#sandbox/domain/order-changes.ts";
import { setLocalizedFields } from "#sandbox/domain/localized-fields.ts";
import { sortTags } from "#sandbox/domain/tags.ts";
import { setMetafields } from "#sandbox/domain/metafields.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { findOrder } from "#sandbox/graphql/find-node.ts";
import { findAddressErrors } from "#sandbox/graphql/address-errors.ts";
import { fail } from "./answer.ts";
import { toAddress } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";

/** Refusals answer the order as it is (observed). */
export function update(context: Context, input: Loose) {
  const order = findOrder(context, input.id as string);
  if (!order) return fail("order", ["id"], "Order does not exist");
  const errors = findUpdateErrors(input);
  if (errors.length > 0) return { order, userErrors: errors };
  const changes: OrderChanges = {};
  for (const name of ["note", "email", "phone", "poNumber"] as const) {
    if (input[name] !== undefined) changes[name] = input[name] as string | null;
  }
  if (input.tags !== undefined) changes.tags = sortTags((input.tags ?? []) as string[]);
  if (input.customAttributes !== undefined) {
    changes.customAttributes = (input.customAttributes ?? []) as { key: string; value: string }[];
  }
  if (input.shippingAddress) {
    const named = definedOnly(toAddress(input.shippingAddress), input.shippingAddress);
    changes.shippingAddress = emptyAddress({ ...order.shippingAddress, ...named });
  }
  for (const row of (input.metafields ?? []) as Loose[]) {
    const namespace = realNamespace(context, row.namespace as string | null);
    const rows = [{ ...row, ownerId: order.id, namespace }] as never;
    const outcome = setMetafields(context.world, context.shop, rows, () => true);
    if (!outcome.ok) return { order, userErrors: outcome.errors };
  }
  const fields = (input.localizedFields ?? input.localizationExtensions ?? []) as Loose[];
  setLocalizedFields(order, fields as { key: string; value: string }[]);
  return { order: updateOrder(context.world, context.shop, order, changes), userErrors: [] };
}

function findUpdateErrors(input: Loose): Loose[] {
  if (Object.keys(input as object).length <= 1) {
    return [{ field: null, message: "No valid update parameters have been provided" }];
  }
  if (input.phone && !/^\+?[\d\s().-]{7,20}$/.test(input.phone as string)) {
    return [{ field: ["phone"], message: "Phone is invalid" }];
  }
  if (input.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(input.email as string)) {
    return [{ field: ["email"], message: "Email is invalid" }]; // guess: text
  }
  return input.shippingAddress
    ? findAddressErrors(input.shippingAddress as Loose, ["shippingAddress"])
    : [];
}

/** Only what the input names; the rest of the old address stays. */
function definedOnly(address: Loose, input: Loose): Loose {
  const names = new Set(Object.keys(input as object));
  if (names.has("countryCode") || names.has("country"))
    ["country", "countryCode"].forEach((name) => names.add(name));
  if (names.has("provinceCode") || names.has("province"))
    ["province", "provinceCode"].forEach((name) => names.add(name));
  return Object.fromEntries(Object.entries(address as object).filter(([name]) => names.has(name)));
}
