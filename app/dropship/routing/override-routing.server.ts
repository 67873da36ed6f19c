/** A person decides who ships: also orders that no rule may touch. Stock, regions and minimums bind all the same. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { fetchRoutingFacts } from "#app/shopify/mappers/fetch-routing-facts.server.ts";
import { findPause } from "#app/rails/pauses.server.ts";
import { ORDER_REASON_WORDS } from "./hold-reasons.ts";
import { routeOrder, type Routed } from "./route-order.server.ts";
import type { Choice } from "./route-wish.ts";

export type OverrideDeps = SendingDeps & {
  readonly db: Pick<Db, "prisma">;
  readonly admin: AdminClient;
};

export type OverrideWish = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly staffId: string;
  readonly reason: string;
  readonly choices: readonly Choice[];
};

export type OverrideRefusal = {
  readonly code:
    | "reason_missing"
    | "unknown_order"
    | "unknown_supplier"
    | "paused"
    | "nothing_issued"
    | "order_waits";
  readonly sentence: string;
};

export const OVERRIDE_STATUS: Readonly<Record<OverrideRefusal["code"], number>> = {
  reason_missing: 422,
  unknown_order: 404,
  unknown_supplier: 422,
  paused: 409,
  nothing_issued: 409,
  order_waits: 409,
};

export async function overrideRouting(
  deps: OverrideDeps,
  wish: OverrideWish,
): Promise<Result<Routed, OverrideRefusal>> {
  const { shopId, orderId, staffId, choices } = wish;
  const reason = wish.reason.trim();
  if (reason === "") return refuse({ code: "reason_missing", sentence: "Say in a few words why." });
  const checked = await inShop(deps.db, shopId, async (tx) => {
    const order = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: orderId } },
      select: { gid: true },
    });
    if (!order) return refuse(UNKNOWN_ORDER);
    if (await findPause(tx, shopId))
      return refuse({
        code: "paused",
        sentence: "Aftercare is paused. End the pause, then choose again.",
      } as const);
    const ids = choices.flatMap(({ supplierId }) => supplierId ?? []);
    const known = await tx.supplier.count({
      where: { shopId, id: { in: ids }, state: { not: "archived" } },
    });
    if (known < new Set(ids).size)
      return refuse({
        code: "unknown_supplier",
        sentence: "One of these suppliers is gone. Reload the page and choose again.",
      } as const);
    return accept(order.gid);
  });
  if (!checked.ok) return checked;
  const facts = await fetchRoutingFacts(deps, shopId, checked.value);
  if (!facts) return refuse(UNKNOWN_ORDER);
  const person = { staffId, reason, choices };
  const routed = await inShop(deps.db, shopId, (tx) =>
    routeOrder(deps, tx, { shopId, orderId, facts, cause: "person", person }),
  );
  if (!routed) return refuse(UNKNOWN_ORDER);
  if (routed.issued > 0) return accept(routed);
  const [first] = routed.reasons;
  if (first && !("lineGid" in first))
    return refuse({ code: "order_waits", sentence: ORDER_REASON_WORDS[first.code] });
  return refuse({
    code: "nothing_issued",
    sentence: "The supplier cannot take it: the card says why, line by line.",
  });
}

const UNKNOWN_ORDER: OverrideRefusal = {
  code: "unknown_order",
  sentence: "Shopify does not show this order any more.",
};
