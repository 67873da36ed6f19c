import { Badge, BlockStack, Box, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import type { MeasureView } from "#app/dropship/scorecard/measure-words.ts";

type FiguresCardProps = { supplierId: string; measures: readonly MeasureView[] };

export function FiguresCard({ supplierId, measures }: FiguresCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Figures
        </Text>
        {measures.map((measure, at) => (
          <BlockStack key={measure.measure} gap="300">
            {at > 0 ? <Divider /> : null}
            <Figure supplierId={supplierId} view={measure} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Figure({ supplierId, view }: { supplierId: string; view: MeasureView }) {
  const { measure, label, help, value, basis, target, standing, isSmall } = view;
  const lines = `/app/suppliers/${supplierId}/scorecard/lines?measure=${measure}`;
  return (
    <InlineStack align="space-between" blockAlign="start" gap="200" wrap>
      <Box maxWidth="480px">
        <Text as="h3" variant="headingSm">
          {label}
        </Text>
        <Text as="p" tone="subdued">
          {help}
        </Text>
      </Box>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center" wrap>
          {value === null ? (
            <Text as="span" tone="subdued">
              –
            </Text>
          ) : (
            <Link url={lines} accessibilityLabel={`${label}: ${value}. Show the lines.`}>
              <Text as="span" variant="headingMd">
                {value}
              </Text>
            </Link>
          )}
          {standing === "bad" ? <Badge tone="warning">Off target</Badge> : null}
          {standing === "good" ? <Badge tone="success">On target</Badge> : null}
          {isSmall ? <Badge tone="attention">Few lines</Badge> : null}
        </InlineStack>
        <Text as="p" tone="subdued">{`${basis} · target ${target}`}</Text>
      </BlockStack>
    </InlineStack>
  );
}
