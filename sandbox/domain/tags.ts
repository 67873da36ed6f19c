/** Tags: trimmed, unique without regard to case, sorted as Shopify answers them. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type { Gid, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";

export function sortTags(tags: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const raw of tags.flatMap((tag) => tag.split(","))) {
    const tag = raw.trim();
    if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag);
  }
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, tag]) => tag);
}

/** Adds or removes tags of an order, draft order, customer or product. Refuses ids of nothing. */
export function changeTags(
  world: World,
  shop: ShopState,
  id: Gid,
  tags: readonly string[],
  change: "add" | "remove",
): Outcome<Gid> {
  const owner =
    shop.orders.get(id) ??
    shop.customers.get(id) ??
    shop.products.get(id) ??
    shop.draftOrders.get(id);
  if (!owner) return refuse(["id"], `${id.split("/")[3] ?? "Resource"} does not exist`);
  const asked = new Set(sortTags(tags).map((tag) => tag.toLowerCase()));
  const before = owner.tags;
  const next =
    change === "add"
      ? sortTags([...before, ...tags])
      : before.filter((tag) => !asked.has(tag.toLowerCase()));
  if (next.length === before.length && next.every((tag, at) => tag === before[at])) return done(id);
  owner.tags = next;
  announce(world, shop, id, { before, next });
  return done(id);
}

function announce(
  world: World,
  shop: ShopState,
  id: Gid,
  facts: { before: string[]; next: string[] },
): void {
  const order = shop.orders.get(id);
  if (order) return touchOrder(world, shop, order);
  const other = shop.customers.get(id) ?? shop.products.get(id) ?? shop.draftOrders.get(id);
  if (other) other.updatedAt = now(world);
  if (shop.draftOrders.has(id)) return;
  if (!shop.customers.has(id)) return emit(world, shop, { topic: "products/update", id });
  emit(world, shop, { topic: "customers/update", id });
  const added = facts.next.filter((tag) => !facts.before.includes(tag));
  const removed = facts.before.filter((tag) => !facts.next.includes(tag));
  if (added.length > 0)
    emit(world, shop, { topic: "customer.tags_added", id, facts: { tags: added } });
  if (removed.length > 0) {
    emit(world, shop, { topic: "customer.tags_removed", id, facts: { tags: removed } });
  }
}
