/** Events that fall due on the sandbox clock: `shop/redact` 48 hours after an uninstall, and what tests plan. */
import { emit } from "#sandbox/store/events.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { APP_ID, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { LaterEvent } from "./delivery-state.ts";

export function emitLater(
  sandbox: Sandbox,
  shop: ShopState,
  event: { topic: string; subjectId: string; dueAtMs: number; facts?: Record<string, unknown> },
): void {
  sandbox.state.deliveries.later.push({ facts: null, ...event, shopDomain: shop.domain });
}

/** Emits what is due. A `shop/redact` lapses when the app is back on the shop by then. */
export function emitDueEvents(sandbox: Sandbox): void {
  const { deliveries, world } = sandbox.state;
  const isDue = (event: LaterEvent) => event.dueAtMs <= nowMs(world);
  const due = deliveries.later.filter(isDue);
  if (due.length === 0) return;
  deliveries.later = deliveries.later.filter((event) => !isDue(event));
  for (const event of due) {
    const shop = world.shops.get(event.shopDomain);
    if (!shop) continue;
    const isBack = shop.installations.get(APP_ID)?.uninstalledAt === null;
    if (event.topic === "shop/redact" && isBack) continue;
    emit(world, shop, {
      topic: event.topic,
      id: event.subjectId,
      ...(event.facts ? { facts: event.facts } : {}),
    });
  }
}
