/** Country-specific fields of an order, e.g. a tax credential. */
import type { Order } from "#sandbox/store/types.ts";

/** Merges by key: what is not named stays (observed). */
export function setLocalizedFields(
  order: Order,
  fields: readonly { key: string; value: string }[],
): void {
  for (const { key, value } of fields) put(order, key, value);
}

function put(order: Order, key: string, value: string): void {
  const countryCode = key.split("_").pop() ?? "";
  const entry = {
    key,
    value,
    countryCode,
    purpose: key.startsWith("TAX") ? "TAX" : "SHIPPING",
    title: key.replaceAll("_", " ").toLowerCase(),
  };
  const at = order.localizedFields.findIndex((field) => field.key === key);
  if (at < 0) order.localizedFields.push(entry);
  else order.localizedFields[at] = entry;
}
