import { useSearchParams } from "@remix-run/react";
import { Tabs } from "@shopify/polaris";
import {
  QUEUE_LABELS,
  QUEUES,
  type PurchaseOrderListQuery,
  type Queue,
} from "#app/dropship/purchase-orders/list/purchase-order-query.ts";

type QueueTabsProps = {
  query: Pick<PurchaseOrderListQuery, "queue">;
  counts: Readonly<Record<Queue, number>> | null;
};

/** What purchase orders wait for, each with its number; the number is that of the list below. */
export function QueueTabs({ query, counts }: QueueTabsProps) {
  const [, setParams] = useSearchParams();
  return (
    <Tabs
      selected={QUEUES.indexOf(query.queue)}
      tabs={QUEUES.map((queue) => ({
        id: `queue-${queue}`,
        content: QUEUE_LABELS[queue],
        badge: String(counts?.[queue] ?? 0),
        accessibilityLabel: `${QUEUE_LABELS[queue]}, ${counts?.[queue] ?? 0}`,
      }))}
      onSelect={(index) =>
        setParams((params) => {
          params.set("queue", QUEUES[index] ?? "all");
          params.delete("cursor");
          return params;
        })
      }
    />
  );
}
