import { Banner, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import type { SerializeFrom } from "@remix-run/node";
import type { RulePage } from "#app/dropship/routing/rules/rule-page.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { Changes } from "./changes.tsx";

export type RuleView = SerializeFrom<RulePage & { canChange: boolean }>;

/** The draft: what it changes, and publishing it. */
export function DraftCard({ view, isDirty }: { view: RuleView; isDirty: boolean }) {
  const form = useJsonForm("/app/rules/routing");
  const { draft, backtest, needsBacktest, canChange } = view;
  if (!draft)
    return (
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Draft
          </Text>
          <Text as="p" tone="subdued">
            There is none: this page shows the rule that holds. Change something and save it, and it
            becomes a draft that does nothing until you publish it.
          </Text>
        </BlockStack>
      </Card>
    );
  const isTried = backtest?.state === "done" && backtest.bodyHash === draft.hash;
  const publish = () =>
    form.send({
      intent: "publish",
      draftHash: draft.hash,
      backtestId: isTried ? backtest.backtestId : null,
    });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Draft
        </Text>
        <Text as="p" tone="subdued">
          {`Saved by ${draft.savedBy ?? "your team"} · `}
          <ShopTime at={draft.savedAt} style="short" />
        </Text>
        {draft.changes ? <Changes changes={draft.changes} /> : null}
        {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
        {needsBacktest && !isTried ? (
          <List>
            <List.Item>Try it on your orders before you publish it.</List.Item>
          </List>
        ) : null}
        <InlineStack gap="200">
          <Button
            variant="primary"
            loading={form.isSaving}
            disabled={!canChange || isDirty || (needsBacktest && !isTried)}
            onClick={publish}
          >
            Publish
          </Button>
          <Button
            disabled={!canChange || form.isSaving}
            onClick={() => form.send({ intent: "discard" })}
          >
            Discard draft
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
