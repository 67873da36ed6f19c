/** What root lists share: sorting by a key, and counts with a limit. */
import { numericId } from "#sandbox/store/ids.ts";
import { count } from "./shapes.ts";

/** By `read`, then by age. */
export function byKey<Item extends { id: string }>(
  items: readonly Item[],
  read: (item: Item) => string | number,
): Item[] {
  return [...items].sort((a, b) => {
    const left = read(a);
    const right = read(b);
    if (left !== right) return left < right ? -1 : 1;
    return Number(numericId(a.id)) - Number(numericId(b.id));
  });
}

const COUNT_MAX = 25_001;
/** Observed: more than `limit` answers the limit with AT_LEAST. */
export function limitedCount(total: number, limit: number | null | undefined) {
  const most = Math.min(limit ?? 10_000, COUNT_MAX);
  return total > most ? count(most, "AT_LEAST") : count(total);
}
