import { InlineStack, Text } from "@shopify/polaris";
import type { ReturnView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { StatusBadge } from "#app/ui/status-badge.tsx";
import { SectionCard } from "./section-card.tsx";

export function ReturnsCard({ returns }: { returns: readonly ReturnView[] }) {
  if (returns.length === 0) return null;
  return (
    <SectionCard title="Returns">
      {returns.map(({ returnId, name, status, units, createdAt }) => (
        <InlineStack key={returnId} gap="200" blockAlign="center">
          <Text as="span" fontWeight="semibold">
            {name ?? "Return"}
          </Text>
          <StatusBadge status={status} />
          <Text as="span" tone="subdued">
            {countOf(units, "unit")}
            {createdAt ? (
              <>
                , since <ShopTime at={createdAt} style="date" />
              </>
            ) : null}
          </Text>
        </InlineStack>
      ))}
    </SectionCard>
  );
}
