/** Announces changes of state. Webhooks are built by whoever sets `world.onEvent`. */
import { randomUuid } from "./ids.ts";
import type { DomainEvent, Gid, ShopState, World } from "./types.ts";

/** Tells the host of a change that has already happened. The subject's type is that of its gid. */
export function emit(
  world: World,
  shop: ShopState,
  event: { topic: string; id: Gid; type?: string; facts?: Record<string, unknown> },
): void {
  if (!world.onEvent) return;
  const full: DomainEvent = {
    topic: event.topic,
    subject: { type: event.type ?? event.id.split("/")[3] ?? "Unknown", id: event.id },
    eventId: world.actionEventId ?? randomUuid(world),
  };
  if (event.facts) full.facts = event.facts;
  world.onEvent(shop, full);
}

/** Gives every event inside one event id, as Shopify does for sibling topics of one action. */
export function asOneAction<Value>(world: World, task: () => Value): Value {
  const before = world.actionEventId;
  world.actionEventId = before ?? randomUuid(world);
  try {
    return task();
  } finally {
    world.actionEventId = before;
  }
}
