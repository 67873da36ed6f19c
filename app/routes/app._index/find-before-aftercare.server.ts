/** Orders past their date that Aftercare leaves alone: placed before delay notices went live, or all while they watch. */
import type { Deps } from "#app/deps.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import { COUNT_LIMIT } from "#app/orders/views.ts";
import { inShop } from "#app/platform/db.server.ts";
import { calendarDate } from "#app/platform/time.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";

/** The sentence and the list it counts; null when there are none. */
export async function findBeforeAftercare(
  deps: Pick<Deps, "db" | "clock">,
  shopId: bigint,
  zone: string,
): Promise<{ readonly text: string; readonly path: string } | null> {
  const { mode, goLiveAt } = await inShop(deps.db, shopId, (tx) => findMode(tx, shopId, "delays"));
  const placedTo = mode === "watching" || !goLiveAt ? null : calendarDate(goLiveAt, zone);
  const { count } = await listOrders(deps, shopId, {
    view: "exceptions",
    search: "",
    filters: { flag: "unfulfilled", ...(placedTo ? { placedTo } : {}) },
    sort: "worst",
    cursor: null,
    pageSize: 1,
  });
  if (count.rows === 0) return null;
  const amount = count.isAtLeast
    ? `${groupDigits(COUNT_LIMIT)}+ orders are`
    : `${countOf(count.rows, "order")} ${count.rows === 1 ? "is" : "are"}`;
  const path = `/app/orders?flag=unfulfilled${placedTo ? `&placedTo=${placedTo}` : ""}`;
  return { text: `Before Aftercare: ${amount} past their date.`, path };
}
