import { useSearchParams } from "@remix-run/react";
import {
  QUEUE_LABELS,
  QUEUES,
  type PurchaseOrderListQuery,
  type Queue,
} from "#app/dropship/purchase-orders/list/purchase-order-query.ts";
import { TabRow } from "#app/ui/tab-row.tsx";

type QueueTabsProps = {
  query: Pick<PurchaseOrderListQuery, "queue">;
  counts: Readonly<Record<Queue, number>> | null;
};

/** What purchase orders wait for, each with its number; the number is that of the list below. */
export function QueueTabs({ query, counts }: QueueTabsProps) {
  const [params] = useSearchParams();
  const addressOf = (queue: Queue) => {
    const changed = new URLSearchParams(params);
    changed.set("queue", queue);
    changed.delete("cursor");
    return `/app/purchase-orders?${changed.toString()}`;
  };
  return (
    <TabRow
      label="What purchase orders wait for"
      selected={QUEUES.indexOf(query.queue)}
      tabs={QUEUES.map((queue) => ({
        to: addressOf(queue),
        label: QUEUE_LABELS[queue],
        count: counts?.[queue] ?? 0,
      }))}
    />
  );
}
