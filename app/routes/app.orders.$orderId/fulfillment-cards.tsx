import { Banner, BlockStack, InlineStack, Link, List, Text } from "@shopify/polaris";
import type {
  FulfillmentOrderView,
  FulfillmentView,
  OrderDetailView,
  TrackingView,
} from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { StatusBadge } from "#app/ui/status-badge.tsx";
import { SectionCard } from "./section-card.tsx";

/** What has left, and what is still to leave and from where. */
export function FulfillmentCards({ order }: { order: OrderDetailView }) {
  const open = order.fulfillmentOrders.filter(({ lines }) =>
    lines.some(({ remainingUnits }) => remainingUnits > 0),
  );
  if (order.fulfillments.length === 0 && open.length === 0)
    return (
      <SectionCard title="Fulfillment">
        <Text as="p" tone="subdued">
          {order.isCancelled ? "Cancelled before anything shipped." : "Nothing has shipped yet."}
        </Text>
      </SectionCard>
    );
  return (
    <>
      {open.map((fulfillmentOrder) => (
        <ToShip key={fulfillmentOrder.fulfillmentOrderId} fulfillmentOrder={fulfillmentOrder} />
      ))}
      {order.fulfillments.map((fulfillment) => (
        <Shipped key={fulfillment.fulfillmentId} fulfillment={fulfillment} />
      ))}
    </>
  );
}

function ToShip({ fulfillmentOrder }: { fulfillmentOrder: FulfillmentOrderView }) {
  const { locationName, status, fulfillBy, fulfillAt, holds, lines } = fulfillmentOrder;
  return (
    <SectionCard
      title={locationName ? `To ship from ${locationName}` : "To ship"}
      aside={
        <InlineStack gap="200">
          <StatusBadge status={status} />
          {fulfillAt ? (
            <Text as="span" tone="subdued">
              from <ShopTime at={fulfillAt} style="date" />
            </Text>
          ) : null}
          {fulfillBy ? (
            <Text as="span" tone="subdued">
              by <ShopTime at={fulfillBy} style="date" />
            </Text>
          ) : null}
        </InlineStack>
      }
    >
      {holds.map((hold, position) => (
        <Banner key={position} tone="warning" title={`On hold: ${describeCode(hold.reason)}`}>
          {hold.notes ? <p>{hold.notes}</p> : null}
        </Banner>
      ))}
      <UnitList
        lines={lines
          .filter(({ remainingUnits }) => remainingUnits > 0)
          .map((line) => ({ ...line, units: line.remainingUnits }))}
      />
    </SectionCard>
  );
}

function Shipped({ fulfillment }: { fulfillment: FulfillmentView }) {
  const { name, status, shipmentStatus, tracking, lines, events } = fulfillment;
  return (
    <SectionCard
      title={name ? `Parcel ${name}` : "Parcel"}
      aside={
        <InlineStack gap="200" blockAlign="center">
          <StatusBadge status={shipmentStatus ?? (status === "success" ? "fulfilled" : status)} />
          <Text as="span" tone="subdued">
            <ShippedWhen fulfillment={fulfillment} />
          </Text>
        </InlineStack>
      }
    >
      <TrackingList tracking={tracking} />
      <UnitList lines={lines} />
      {events.length > 0 ? (
        <ol className="ac-timeline" aria-label="What the carrier reported, newest first">
          {events.map((event, position) => (
            <li key={position}>
              <Text as="p">{describeCode(event.status)}</Text>
              <Text as="p" tone="subdued">
                <ShopTime at={event.happenedAt} />
                {[event.place, event.message].filter(Boolean).map((text) => ` · ${text}`)}
              </Text>
            </li>
          ))}
        </ol>
      ) : null}
    </SectionCard>
  );
}

function ShippedWhen({ fulfillment }: { fulfillment: FulfillmentView }) {
  const { createdAt, deliveredAt, estimatedDeliveryAt } = fulfillment;
  if (deliveredAt)
    return (
      <>
        delivered <ShopTime at={deliveredAt} />
      </>
    );
  return (
    <>
      fulfilled <ShopTime at={createdAt} />
      {estimatedDeliveryAt ? (
        <>
          , carrier expects <ShopTime at={estimatedDeliveryAt} style="date" />
        </>
      ) : null}
    </>
  );
}

function TrackingList({ tracking }: { tracking: readonly TrackingView[] }) {
  const known = tracking.filter(({ number, url }) => number ?? url);
  if (known.length === 0)
    return (
      <Text as="p" tone="subdued">
        No tracking number.
      </Text>
    );
  return (
    <BlockStack gap="100">
      {known.map(({ company, number, url }, position) => (
        <Text as="p" key={position} breakWord>
          {company ? `${company} ` : null}
          {url ? (
            <Link url={url} target="_blank">
              {number ?? "Track the parcel"}
            </Link>
          ) : (
            number
          )}
        </Text>
      ))}
    </BlockStack>
  );
}

type UnitListProps = {
  lines: readonly { readonly title: string; readonly sku: string | null; readonly units: number }[];
};

function UnitList({ lines }: UnitListProps) {
  return (
    <List>
      {lines.map(({ title, sku, units }, position) => (
        <List.Item key={position}>{`${units} × ${title}${sku ? ` (${sku})` : ""}`}</List.Item>
      ))}
    </List>
  );
}
