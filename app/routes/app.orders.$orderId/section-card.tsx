import { BlockStack, Card, Text } from "@shopify/polaris";
import { useId, type ReactNode } from "react";

type SectionCardProps = { title: string; aside?: ReactNode; children: ReactNode };

/** A card that is a region of its own for people who jump from region to region. */
export function SectionCard({ title, aside, children }: SectionCardProps) {
  const headingId = useId();
  return (
    <Card>
      <section aria-labelledby={headingId}>
        <BlockStack gap="300">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd" id={headingId}>
              {title}
            </Text>
            {aside}
          </BlockStack>
          {children}
        </BlockStack>
      </section>
    </Card>
  );
}
