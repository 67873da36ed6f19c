import { Banner, BlockStack, Button, Card, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useJsonForm } from "#app/ui/use-json-form.ts";

export function TestCard({ email, isLocked }: { email: string; isLocked: boolean }) {
  const [to, setTo] = useState(email);
  const form = useJsonForm("/app/settings/sender");
  return (
    <Card>
      <BlockStack gap="300">
        {form.refusal ? (
          <Banner tone="critical" title="Not sent">
            {form.refusal}
          </Banner>
        ) : null}
        <TextField
          label="Send a test to"
          type="email"
          autoComplete="email"
          value={to}
          disabled={isLocked}
          onChange={setTo}
          {...(form.errors["to"] ? { error: form.errors["to"] } : {})}
        />
        <InlineStack>
          <Button
            disabled={isLocked || to.trim() === ""}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "test", to })}
          >
            Send a test
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
