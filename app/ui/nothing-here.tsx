import { BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

type NothingHereProps = {
  heading: string;
  /** why, in one sentence */
  children: ReactNode;
  /** one next action */
  action?: ReactNode;
};

/** An empty or waiting state: a sentence, a reason, one next action. */
export function NothingHere({ heading, children, action }: NothingHereProps) {
  return (
    <Box padding="800">
      <BlockStack gap="300" align="center" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">
          {heading}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {children}
        </Text>
        {action ? <InlineStack align="center">{action}</InlineStack> : null}
      </BlockStack>
    </Box>
  );
}
