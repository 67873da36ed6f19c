import { Button } from "@shopify/polaris";
import type { OrderListQuery } from "#app/orders/views.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";

/** Why the list is empty, and what to do about it. */
export function OrderEmpty({
  query,
  isImporting,
}: {
  query: OrderListQuery;
  isImporting: boolean;
}) {
  if (query.search || Object.keys(query.filters).length > 0)
    return (
      <NothingHere
        heading="No orders match"
        action={
          <Button
            url={query.view === "exceptions" ? "/app/orders" : `/app/orders?view=${query.view}`}
          >
            Clear search and filters
          </Button>
        }
      >
        Nothing here fits your search and filters together.
      </NothingHere>
    );
  if (isImporting)
    return (
      <NothingHere
        heading="We're still reading your orders"
        action={<Button url="/app">See progress</Button>}
      >
        They appear here as they come in.
      </NothingHere>
    );
  if (query.view === "exceptions")
    return (
      <NothingHere
        heading="Nothing is stuck"
        action={<Button url="/app/orders?view=all">See all orders</Button>}
      >
        No order is late, lost or on its way back. When one is, it appears here.
      </NothingHere>
    );
  return (
    <NothingHere heading="No orders yet" action={<Button url="/app">Go to Home</Button>}>
      New orders appear here within a minute.
    </NothingHere>
  );
}
