import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { ALERT_EVENTS, EVENT_NAMES } from "#app/shops/alerts/events.ts";
import type { WebhookView } from "#app/shops/alerts/webhook.server.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { useAlertForm } from "./use-alert-form.ts";

// What is for one person never goes to the whole store's address.
const SHARED_EVENTS = EVENT_NAMES.filter((event) => event !== "mention");

export function WebhookCard({ webhook }: { webhook: WebhookView | null }) {
  const form = useAlertForm();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [events, setEvents] = useState<string[]>([...(webhook?.events ?? SHARED_EVENTS)]);
  return (
    <Card>
      <BlockStack gap="400">
        {form.secret ? <SecretBanner secret={form.secret} /> : null}
        {webhook && webhook.failed > 0 ? (
          <Banner
            tone="warning"
            title={`${countOf(webhook.failed, "alert was", "alerts were")} given up`}
          >
            {`${webhook.lastProblem ?? ""} We tried each one eight times. They are still listed below.`.trimStart()}
          </Banner>
        ) : null}
        <TextField
          label="Address"
          type="url"
          autoComplete="off"
          placeholder="https://example.com/aftercare"
          value={url}
          onChange={setUrl}
          {...(form.refusal ? { error: form.refusal } : {})}
          helpText="HTTPS, on the open internet. Answer with a status of 200 to 299 within ten seconds."
        />
        <ChoiceList
          allowMultiple
          title="What is sent"
          choices={SHARED_EVENTS.map((value) => ({ value, label: ALERT_EVENTS[value].label }))}
          selected={events}
          onChange={setEvents}
        />
        <Text as="p" tone="subdued" breakWord>
          Each request carries Aftercare-Timestamp and Aftercare-Signature: “v1=” and the
          HMAC-SHA-256, in hex, of the timestamp, a full stop and the body. Retries keep their
          Aftercare-Delivery.
        </Text>
        <InlineStack gap="200">
          <Button
            loading={form.isSaving}
            onClick={() => form.send({ intent: "webhook", url, events })}
          >
            {webhook ? "Save address" : "Add address"}
          </Button>
          {webhook ? (
            <Button
              variant="tertiary"
              tone="critical"
              disabled={form.isSaving}
              onClick={() => form.send({ intent: "remove_webhook" })}
            >
              Remove address
            </Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function SecretBanner({ secret }: { secret: string }) {
  return (
    <Banner tone="success" title="Copy the secret now">
      <BlockStack gap="100">
        <Text as="p">It signs every request and is shown this once.</Text>
        <Text as="p" breakWord>
          <code>{secret}</code>
        </Text>
      </BlockStack>
    </Banner>
  );
}
