/**
 * Takes personal fields out of a payload for an app that may not see them: they are missing, not null.
 * Source: https://shopify.dev/docs/apps/launch/protected-customer-data (level 2: name, address, e-mail, phone).
 */
import type { ShopState } from "#sandbox/store/types.ts";
import type { Payload } from "./payload-values.ts";

type Withheld = ShopState["withholdPersonalData"];

/** Parts of a payload that describe a buyer. Elsewhere `name` and `phone` are the order's, the product's, the shop's. */
const PERSONS = [
  "customer",
  "billing_address",
  "shipping_address",
  "destination",
  "default_address",
];
const LISTS_OF_PERSONS = ["addresses"];
const FIELDS: Record<keyof Withheld, readonly string[]> = {
  name: ["first_name", "last_name", "name"],
  email: ["email"],
  phone: ["phone"],
  address: ["address1", "address2", "zip", "latitude", "longitude"],
};
/** On the order or fulfillment itself, and on its shipping lines. */
const ROOT_FIELDS: Partial<Record<keyof Withheld, readonly string[]>> = {
  email: ["email", "contact_email"],
  phone: ["phone"],
};

/** `root`: whose the outermost fields are; a customer's `name` and `zip` are personal, an order's name is not. */
export function withholdPersonal(
  payload: Payload,
  withheld: Withheld,
  root: "order" | "customer",
): Payload {
  const kinds = (["name", "email", "phone", "address"] as const).filter((kind) => withheld[kind]);
  if (kinds.length === 0) return payload;
  const personal = new Set(kinds.flatMap((kind) => FIELDS[kind]));
  const atRoot = new Set(kinds.flatMap((kind) => ROOT_FIELDS[kind] ?? []));
  return root === "customer"
    ? strip(payload, personal, personal, atRoot)
    : strip(payload, atRoot, personal, atRoot);
}

function strip(
  value: Payload,
  own: ReadonlySet<string>,
  personal: ReadonlySet<string>,
  atRoot: ReadonlySet<string>,
): Payload {
  const kept = Object.entries(value).filter(([key]) => !own.has(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => {
      if (PERSONS.includes(key) && isPayload(inner))
        return [key, strip(inner, personal, personal, atRoot)];
      if (!Array.isArray(inner)) return [key, inner];
      const fields = LISTS_OF_PERSONS.includes(key) ? personal : atRoot;
      return [
        key,
        inner.map((item) => (isPayload(item) ? strip(item, fields, personal, atRoot) : item)),
      ];
    }),
  );
}

function isPayload(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
