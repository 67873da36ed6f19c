import { BlockStack, Button, ButtonGroup, Card, Text } from "@shopify/polaris";
import { useFile } from "#app/routes/app.purchase-orders._index/use-file.ts";

const FORMATS = [
  ["pdf", "PDF"],
  ["csv", "CSV"],
  ["xlsx", "Excel"],
  ["json", "JSON"],
] as const;

export function DocumentsCard({ purchaseOrderId }: { purchaseOrderId: string }) {
  const file = useFile();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Documents
        </Text>
        <Text as="p" tone="subdued">
          As they would be sent now.
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
