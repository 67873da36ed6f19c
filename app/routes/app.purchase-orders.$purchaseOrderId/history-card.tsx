import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

const KINDS: Readonly<Record<string, string>> = {
  "purchase_order.issued": "Issued",
  "purchase_order.approved": "Approved",
  "purchase_order.held": "Held back",
  "purchase_order.tried_again": "Tried again",
  "purchase_order.sent": "Sent",
  "purchase_order.sent_again": "Sent again as a copy",
  "purchase_order.failed": "Could not be sent",
  "purchase_order.revised": "Changed; the earlier version is void",
  "purchase_order.address_asked": "Supplier asked about the new address",
  "purchase_order.nudged": "Supplier nudged",
  "purchase_order.revoked": "Revoked",
  "purchase_order.closed": "Closed",
  "purchase_order.placed": "Units moved to the supplier's location in Shopify",
  "purchase_order.put_back": "Units moved back in Shopify",
  "purchase_order.not_placed": "Units stay where they are in Shopify",
};
const ACTORS: Readonly<Record<string, string>> = {
  merchant: "your team",
  supplier: "the supplier",
  system: "Aftercare",
};

/** From the order's chain: what cannot be changed afterwards. */
export function HistoryCard({ history }: { history: PurchaseOrderView["history"] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          History
        </Text>
        {history.map(({ seq, kind, actor, person, occurredAt }) => (
          <BlockStack key={seq}>
            <Text as="p" breakWord>
              {`${KINDS[kind] ?? describeCode(kind.replace(".", "_"))} · ${person ?? ACTORS[actor] ?? actor}`}
            </Text>
            <Text as="p" tone="subdued">
              <ShopTime at={occurredAt} />
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
