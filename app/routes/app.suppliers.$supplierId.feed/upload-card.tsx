import { Banner, BlockStack, Card, DropZone, ProgressBar, Text } from "@shopify/polaris";
import { useUpload } from "./use-upload.ts";

type UploadCardProps = { address: string; supplierId: string; isLocked: boolean };

export function UploadCard({ address, supplierId, isLocked }: UploadCardProps) {
  const { send, sentRatio, refusal } = useUpload({ address, supplierId });
  const isSending = sentRatio !== null;
  return (
    <Card>
      <BlockStack gap="300">
        {refusal ? (
          <Banner tone="critical" title="Not taken">
            {refusal}
          </Banner>
        ) : null}
        <DropZone
          label="Price list"
          labelHidden
          allowMultiple={false}
          disabled={isLocked || isSending}
          onDrop={(_files, accepted) => {
            const [file] = accepted;
            if (file) void send(file);
          }}
        >
          <DropZone.FileUpload actionTitle="Choose a file" actionHint="CSV, TSV or xlsx" />
        </DropZone>
        {isSending ? (
          <BlockStack gap="100">
            <ProgressBar progress={Math.round(sentRatio * 100)} size="small" />
            <Text as="p" tone="subdued">
              Sending the file
            </Text>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}
