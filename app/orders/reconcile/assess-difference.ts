/** Whether the mirror knows of an order what Shopify tells of it. Pure. */

/** One thing told: a status, a sum of statuses, or only that it exists (""). */
export type Fact = {
  readonly value: string;
  /** null where Shopify gives none */
  readonly updatedAt: Date | null;
};

export type Facts = ReadonlyMap<string, Fact>;

/** What one page tells of one order, by the gid it is about. */
export type Mark = {
  readonly orderGid: string;
  readonly about: "order" | "fulfillment_order" | "return";
  readonly facts: Facts;
};

export type DifferenceKind = "missing" | Mark["about"] | "deleted";

/** What is wrong with the mirror, or null. Words that the mirror has in a later form are not wrong. */
export function assessDifference(told: Mark, known: Facts | undefined): DifferenceKind | null {
  if (!known) return "missing";
  for (const [key, fact] of told.facts) if (!isKnown(fact, known.get(key))) return told.about;
  return null;
}

function isKnown(told: Fact, known: Fact | undefined): boolean {
  if (!known) return false;
  if (!told.updatedAt || !known.updatedAt) return known.value === told.value;
  const [toldMs, knownMs] = [told.updatedAt.getTime(), known.updatedAt.getTime()];
  return knownMs > toldMs || (knownMs === toldMs && known.value === told.value);
}

/** Several facts as one value; the database joins its columns the same way. */
export const joinValues = (values: readonly (string | number | boolean | null)[]): string =>
  values.map((value) => (value === null ? "" : String(value))).join("|");
