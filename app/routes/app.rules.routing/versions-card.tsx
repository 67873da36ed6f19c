import { BlockStack, Button, Card, Collapsible, List, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { Changes } from "./changes.tsx";
import type { RuleView } from "./draft-card.tsx";

/** Every version there was; the first is the one that holds. */
export function VersionsCard({ versions }: { versions: RuleView["versions"] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Versions
        </Text>
        {versions.map((version, index) => (
          <Version key={version.version} version={version} holds={index === 0} />
        ))}
      </BlockStack>
    </Card>
  );
}

function Version({ version, holds }: { version: RuleView["versions"][number]; holds: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <BlockStack gap="100">
      <Button
        variant="plain"
        textAlign="left"
        disclosure={isOpen ? "up" : "down"}
        ariaExpanded={isOpen}
        ariaControls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {version.version === 0
          ? `The first rule${holds ? ", holds now" : ""}`
          : `Version ${version.version}${holds ? ", holds now" : ""}`}
      </Button>
      {version.publishedAt ? (
        <Text as="p" tone="subdued">
          {`${version.publishedBy ?? "Your team"} · `}
          <ShopTime at={version.publishedAt} style="short" />
        </Text>
      ) : null}
      <Collapsible id={id} open={isOpen}>
        <BlockStack gap="200">
          <List type="number">
            {version.reading.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
          {version.changes ? <Changes changes={version.changes} /> : null}
        </BlockStack>
      </Collapsible>
    </BlockStack>
  );
}
