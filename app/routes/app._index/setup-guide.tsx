import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, Icon, InlineStack, Text } from "@shopify/polaris";
import { CheckCircleIcon, MinusCircleIcon } from "@shopify/polaris-icons";
import type { SetupStep } from "./list-setup-steps.ts";

/** At most five steps, which tick themselves. Dismissed once, it stays away. */
export function SetupGuide({ steps }: { steps: readonly SetupStep[] }) {
  const fetcher = useFetcher<{ isDismissed: boolean; sentence?: string }>();
  const done = steps.filter(({ isDone }) => isDone).length;
  // What runs by itself is nobody's next step.
  const next = steps.find(({ isDone, link }) => !isDone && link);
  if (fetcher.state !== "idle") return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Getting started
          </Text>
          <InlineStack gap="300" blockAlign="center">
            <Text as="span" tone="subdued" numeric>
              {`${done} of ${steps.length} done`}
            </Text>
            <fetcher.Form method="post" action="/app/guide/dismiss">
              <Button submit variant="plain" accessibilityLabel="Dismiss the setup guide">
                Dismiss
              </Button>
            </fetcher.Form>
          </InlineStack>
        </InlineStack>
        {fetcher.data?.sentence ? (
          <Text as="p" tone="critical">
            {fetcher.data.sentence}
          </Text>
        ) : null}
        <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {steps.map((step) => (
            <li key={step.title}>
              <Step step={step} isNext={step === next} />
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function Step({ step, isNext }: { step: SetupStep; isNext: boolean }) {
  const { title, explanation, isDone, link } = step;
  return (
    <Box paddingBlock="150">
      <InlineStack gap="200" wrap={false} blockAlign="start">
        <span>
          <Icon
            source={isDone ? CheckCircleIcon : MinusCircleIcon}
            tone={isDone ? "success" : "subdued"}
            accessibilityLabel={isDone ? "Done" : "To do"}
          />
        </span>
        <BlockStack gap="050" inlineAlign="start">
          <Text as="p" fontWeight="medium">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {explanation}
          </Text>
          {link && !isDone ? (
            <Button {...(isNext ? {} : { variant: "plain" as const })} url={link.url}>
              {link.label}
            </Button>
          ) : null}
        </BlockStack>
      </InlineStack>
    </Box>
  );
}
