import { BlockStack, Text } from "@shopify/polaris";

type ChangesProps = {
  changes: { gone: readonly string[]; added: readonly string[]; isReordered: boolean };
};

/** What a version says that the one before did not, and the other way round. */
export function Changes({ changes: { gone, added, isReordered } }: ChangesProps) {
  if (gone.length + added.length === 0)
    return (
      <Text as="p" tone="subdued">
        {isReordered ? "The same, in another order." : "It says the same."}
      </Text>
    );
  return (
    <BlockStack gap="100">
      {added.map((sentence) => (
        <Text key={sentence} as="p" breakWord>{`New: ${sentence}`}</Text>
      ))}
      {gone.map((sentence) => (
        <Text key={sentence} as="p" tone="subdued" breakWord>{`No longer: ${sentence}`}</Text>
      ))}
    </BlockStack>
  );
}
