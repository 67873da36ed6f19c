import { Badge, BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from "@shopify/polaris";
import { useFile } from "#app/routes/app.purchase-orders._index/use-file.ts";

const FORMATS = [
  ["pdf", "PDF"],
  ["csv", "CSV"],
  ["xlsx", "Excel"],
  ["json", "JSON"],
] as const;

type Shown = { readonly purchaseOrderId: string; readonly isUnsent: boolean };

export function DocumentsCard({ purchaseOrderId, isUnsent }: Shown) {
  const file = useFile();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            Documents
          </Text>
          {isUnsent ? <Badge tone="attention">Not sent yet</Badge> : null}
        </InlineStack>
        <Text as="p" tone="subdued">
          {isUnsent
            ? "Look at what the supplier will get. The paper says that it was not sent yet; the supplier's link is added when it leaves."
            : "As they would be sent now. What has left stands under “What was sent”."}
        </Text>
        <ButtonGroup>
          {FORMATS.map(([format, label]) => (
            <Button
              key={format}
              disabled={file.isStarting}
              onClick={() => void file.start({ file: "document", id: purchaseOrderId, format })}
            >
              {label}
            </Button>
          ))}
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
