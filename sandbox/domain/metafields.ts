/** Metafields: set many or none, with compare-and-set; delete. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { Gid, Metafield, Outcome, ShopState, UserError, World } from "#sandbox/store/types.ts";
import { done, refuse, refuseAll } from "./outcome.ts";
import { touchOrder } from "./touch.ts";

export const METAFIELDS_MAX = 25;
const KEY_MAX = 64;

/** Shopify's types (documented); most of them may also be a `list.`. */
const TYPES = new Set(
  "antenna_gain article_reference battery_charge_capacity battery_energy_capacity boolean capacitance collection_reference color company_reference concentration customer_reference data_storage_capacity data_transfer_rate date date_time dimension display_density distance duration electric_current electrical_resistance energy file_reference frequency id illuminance inductance json language link luminous_flux mass_flow_rate metaobject_reference mixed_reference money multi_line_text_field number_decimal number_integer order_reference page_reference power pressure product_reference product_taxonomy_value_reference rating resolution rich_text_field rotational_speed single_line_text_field sound_level speed temperature thermal_power url variant_reference voltage volume volumetric_flow_rate weight".split(
    " ",
  ),
);

export type MetafieldDraft = {
  ownerId: Gid;
  namespace: string;
  key: string;
  value: string;
  type?: string | null;
  compareDigest?: string | null;
};

/** All rows or none. `exists` answers whether the shop holds an owner. */
export function setMetafields(
  world: World,
  shop: ShopState,
  rows: readonly MetafieldDraft[],
  exists: (ownerId: Gid) => boolean,
): Outcome<Metafield[]> {
  if (rows.length > METAFIELDS_MAX) {
    return refuse(
      ["metafields"],
      `Exceeded the maximum metafields input limit of ${METAFIELDS_MAX}.`,
      "LESS_THAN_OR_EQUAL_TO",
    );
  }
  const errors = rows.flatMap((row, index) => findErrors(shop, row, index, exists));
  if (errors.length > 0) return refuseAll(errors);
  return done(rows.map((row) => put(world, shop, row)));
}

function findErrors(
  shop: ShopState,
  row: MetafieldDraft,
  index: number,
  exists: (id: Gid) => boolean,
): UserError[] {
  const field = ["metafields", String(index)];
  const error = (name: string, message: string, code: string): UserError[] => [
    { field: [...field, name], message, code, extra: { elementIndex: null } },
  ];
  if (!exists(row.ownerId)) return error("ownerId", "Owner does not exist.", "INVALID");
  if (!row.key.trim()) return error("key", "Key can't be blank.", "BLANK");
  if (row.key.length > KEY_MAX)
    return error("key", `Key is too long (maximum is ${KEY_MAX} characters).`, "TOO_LONG");
  if (row.key.length < 2)
    return error("key", "Key is too short (minimum is 2 characters).", "TOO_SHORT");
  const before = find(shop, row);
  if (!row.type && !before) return error("type", "Type can't be blank.", "BLANK");
  if (row.type && !TYPES.has(row.type.replace(/^list\./, "")))
    return error("type", "Type is not one of the types of metafields.", "INCLUSION"); // guess: text
  if (row.value === "") return error("value", "Value can't be blank.", "BLANK");
  const type = row.type ?? before?.type ?? "";
  const bad = badValue(type, row.value);
  if (bad) return error("value", bad, "INVALID_VALUE");
  if (row.compareDigest !== undefined) {
    const digest = before ? digestOf(before) : null;
    if (row.compareDigest !== digest) {
      return error(
        "compareDigest",
        "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
        "STALE_OBJECT",
      );
    }
  }
  return [];
}

function badValue(type: string, value: string): string | null {
  if (type === "number_integer" && !/^-?\d+$/.test(value)) return "Value must be an integer.";
  if (type === "number_decimal" && !/^-?\d+(\.\d+)?$/.test(value))
    return "Value must be a decimal.";
  if (type === "boolean" && !/^(true|false)$/.test(value)) return "Value must be true or false.";
  if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value))
    return "Value must be in “YYYY-MM-DD” format.";
  if (type !== "json" && !type.startsWith("list.")) return null;
  try {
    JSON.parse(value);
    return null;
  } catch {
    return "Value is invalid JSON.";
  }
}

function put(world: World, shop: ShopState, row: MetafieldDraft): Metafield {
  const stamp = now(world);
  const found = find(shop, row);
  const entry: Metafield = found ?? {
    id: newGid(shop, "Metafield"),
    ownerId: row.ownerId,
    namespace: row.namespace,
    key: row.key,
    type: row.type ?? "single_line_text_field",
    value: row.value,
    createdAt: stamp,
    updatedAt: stamp,
  };
  entry.value = row.value;
  entry.type = row.type ?? entry.type;
  entry.updatedAt = stamp;
  if (!found)
    shop.metafields.set(row.ownerId, [...(shop.metafields.get(row.ownerId) ?? []), entry]);
  const order = shop.orders.get(row.ownerId);
  if (order) touchOrder(world, shop, order);
  return entry;
}

export function deleteMetafields(
  world: World,
  shop: ShopState,
  rows: readonly Pick<MetafieldDraft, "ownerId" | "namespace" | "key">[],
) {
  return rows.map((row) => {
    const found = find(shop, row);
    if (!found) return null;
    shop.metafields.set(
      row.ownerId,
      (shop.metafields.get(row.ownerId) ?? []).filter((entry) => entry !== found),
    );
    const order = shop.orders.get(row.ownerId);
    if (order) touchOrder(world, shop, order);
    return { ownerId: row.ownerId, namespace: row.namespace, key: row.key };
  });
}

/** Changes with type and value; for compare-and-set. */
export function digestOf(entry: Pick<Metafield, "type" | "value">): string {
  let hash = 0;
  for (const letter of `${entry.type} ${entry.value}`)
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, "0").repeat(8);
}

function find(
  shop: ShopState,
  row: Pick<MetafieldDraft, "ownerId" | "namespace" | "key">,
): Metafield | null {
  return (
    (shop.metafields.get(row.ownerId) ?? []).find(
      (entry) => entry.namespace === row.namespace && entry.key === row.key,
    ) ?? null
  );
}
