import { Badge, BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import type { SenderView } from "#app/messages/find-sender-view.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";

const STATES = {
  ok: { tone: "success", label: "Found" },
  missing: { tone: "attention", label: "Missing" },
  wrong: { tone: "critical", label: "Wrong" },
  unknown: { tone: "warning", label: "No answer" },
  unchecked: { tone: "info", label: "Not checked" },
} as const;

const NAMES = { spf: "SPF", dkim: "DKIM", dmarc: "DMARC" } as const;

type RecordsCardProps = {
  records: SenderView["records"];
  checkedAt: string | null;
  isLocked: boolean;
};

/** What to set in DNS, and what is there. */
export function RecordsCard({ records, checkedAt, isLocked }: RecordsCardProps) {
  const form = useJsonForm("/app/settings/sender");
  return (
    <Card>
      <BlockStack gap="400">
        {records.map(({ name, host, type, value, state, sentence }) => (
          <BlockStack key={name} gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingSm">
                {NAMES[name]}
              </Text>
              <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
            </InlineStack>
            {state === "ok" ? null : <Text as="p">{sentence}</Text>}
            <Text as="p" tone="subdued" breakWord>
              {`${type} at ${host}`}
            </Text>
            <div className="ac-wrap">
              <code>{value}</code>
            </div>
          </BlockStack>
        ))}
        <Divider />
        <InlineStack gap="300" blockAlign="center">
          <Button
            disabled={isLocked}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "check" })}
          >
            Check now
          </Button>
          {checkedAt ? (
            <Text as="p" tone="subdued">
              Looked up <ShopTime at={checkedAt} />
            </Text>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
