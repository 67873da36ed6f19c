import { BlockStack, InlineStack, Tag, Text } from "@shopify/polaris";
import type { OrderDetailView } from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";

export function NotesCard({ order }: { order: OrderDetailView }) {
  const { note, tags, cancelledAt, cancelReason, placedAt } = order;
  return (
    <SectionCard title="About this order">
      <BlockStack gap="100">
        <Text as="p">
          Placed <ShopTime at={placedAt} />
        </Text>
        {cancelledAt ? (
          <Text as="p">
            Cancelled <ShopTime at={cancelledAt} />
            {cancelReason ? `: ${describeCode(cancelReason).toLowerCase()}` : null}
          </Text>
        ) : null}
        <Text as="p" tone={note ? "base" : "subdued"} breakWord>
          <span className="ac-note">{note ?? "No note"}</span>
        </Text>
        <Text as="p" tone="subdued">
          Last heard of it <ShopTime at={order.fetchedAt} />
        </Text>
      </BlockStack>
      {tags.length > 0 ? (
        <InlineStack gap="100">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </InlineStack>
      ) : null}
    </SectionCard>
  );
}
