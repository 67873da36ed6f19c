import { Banner, BlockStack, Link, Text } from "@shopify/polaris";
import type { DisputeView } from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

const SETTLED = new Set(["won", "lost", "accepted", "charge_refunded"]);

export function DisputesCard({
  disputes,
  adminUrl,
}: {
  disputes: readonly DisputeView[];
  adminUrl: string;
}) {
  return disputes.map((dispute, position) => (
    <Banner
      key={position}
      tone={SETTLED.has(dispute.status) ? "info" : "critical"}
      title={`${describeCode(dispute.kind)}: ${describeCode(dispute.status).toLowerCase()}`}
    >
      <BlockStack gap="100">
        <Text as="p">
          {[dispute.amount?.text, dispute.reason ? describeCode(dispute.reason) : null]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        {dispute.evidenceDueBy && !SETTLED.has(dispute.status) ? (
          <Text as="p">
            Evidence is due by <ShopTime at={dispute.evidenceDueBy} />.
          </Text>
        ) : null}
        <Text as="p">
          <Link url={adminUrl} target="_top">
            Answer it in Shopify
          </Link>
        </Text>
      </BlockStack>
    </Banner>
  ));
}
