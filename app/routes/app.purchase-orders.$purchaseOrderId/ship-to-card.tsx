import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

const TIMES = [
  ["createdAt", "Issued"],
  ["sentAt", "Sent"],
  ["acknowledgeBy", "Answer due"],
  ["acknowledgedAt", "Answered"],
  ["shipBy", "Ship by"],
  ["trackingBy", "Tracking due"],
  ["shippedAt", "Scanned"],
  ["nudgedAt", "Last nudge"],
  ["endedAt", "Ended"],
] as const;

export function ShipToCard({ order }: { order: PurchaseOrderView }) {
  const { address, phone, service, note } = order;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Ship to
        </Text>
        {address ? (
          <BlockStack>
            {address.map((line) => (
              <Text key={line} as="p" breakWord>
                {line}
              </Text>
            ))}
            {phone ? <Text as="p">{phone}</Text> : null}
          </BlockStack>
        ) : (
          <Text as="p" tone="subdued">
            The address was erased or is not known.
          </Text>
        )}
        {service ? <Text as="p">{`Service: ${service}`}</Text> : null}
        {note ? <Text as="p" breakWord>{`Note: ${note}`}</Text> : null}
      </BlockStack>
    </Card>
  );
}

/** What happened when, and what is due. */
export function DatesCard({ times }: Pick<PurchaseOrderView, "times">) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Dates
        </Text>
        <BlockStack gap="100">
          {times.sentAt ? null : (
            <Text as="p">
              Goes out from <ShopTime at={times.sendAfter} />
            </Text>
          )}
          {TIMES.map(([name, label]) => {
            const at = times[name];
            return at ? (
              <Text key={name} as="p" tone="subdued">
                {label}: <ShopTime at={at} />
              </Text>
            ) : null;
          })}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
