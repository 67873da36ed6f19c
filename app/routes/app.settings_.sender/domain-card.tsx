import { Banner, BlockStack, Button, Card, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { SenderView } from "#app/messages/find-sender-view.server.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type DomainCardProps = { own: SenderView["own"]; isLocked: boolean };

export function DomainCard({ own, isLocked }: DomainCardProps) {
  const [domain, setDomain] = useState(own?.domain ?? "");
  const [localPart, setLocalPart] = useState(own?.localPart ?? "orders");
  const form = useJsonForm("/app/settings/sender");
  return (
    <Card>
      <BlockStack gap="300">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        <TextField
          label="Domain"
          placeholder="harborandpine.com"
          autoComplete="off"
          value={domain}
          disabled={isLocked}
          onChange={setDomain}
          {...(form.errors["domain"] ? { error: form.errors["domain"] } : {})}
        />
        <TextField
          label="Name before the @"
          autoComplete="off"
          value={localPart}
          disabled={isLocked}
          onChange={setLocalPart}
          {...(form.errors["localPart"] ? { error: form.errors["localPart"] } : {})}
        />
        <InlineStack gap="200">
          <Button
            variant="primary"
            disabled={isLocked || domain.trim() === ""}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "save", domain, localPart })}
          >
            {own ? "Save" : "Show the records"}
          </Button>
          {own ? (
            <Button
              tone="critical"
              variant="tertiary"
              disabled={isLocked || form.isSaving}
              onClick={() => form.send({ intent: "remove" })}
            >
              Stop using this domain
            </Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
