import { BlockStack, Button, ButtonGroup, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { countOf } from "./describe-age.ts";
import type { FlipReport } from "./flip-report.ts";

type FlipsCardProps = {
  flips: FlipReport;
  isSaving: boolean;
  onSave: () => void;
  onCancel: () => void;
};

/** What would change on orders that are there already; saved only after somebody has seen it. */
export function FlipsCard({ flips, isSaving, onSave, onCancel }: FlipsCardProps) {
  const card = useRef<HTMLDivElement>(null);
  // The page's save bar is in sight wherever one has scrolled to; its question must be, too.
  useEffect(() => {
    card.current?.scrollIntoView({ block: "center" });
    card.current?.focus();
  }, []);
  return (
    <div role="alert" ref={card} tabIndex={-1}>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {`This changes ${countOf(flips.count, "order")} you have already`}
          </Text>
          {flips.lines.map((line) => (
            <Text as="p" key={line}>
              {line}
            </Text>
          ))}
          {flips.orders.map(({ name, path, before, after }) => (
            <InlineStack key={path} gap="200">
              <Link url={path}>{name}</Link>
              <Text as="span" tone="subdued">{`${before} → ${after}`}</Text>
            </InlineStack>
          ))}
          {flips.count > flips.orders.length ? (
            <Text as="p" tone="subdued">
              {`And ${(flips.count - flips.orders.length).toLocaleString("en-US")} more.`}
            </Text>
          ) : null}
          <ButtonGroup>
            <Button variant="primary" loading={isSaving} onClick={onSave}>
              Save and change them
            </Button>
            <Button onClick={onCancel}>Leave as it is</Button>
          </ButtonGroup>
        </BlockStack>
      </Card>
    </div>
  );
}
