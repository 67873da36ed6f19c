import { useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Card, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { ALERT_EVENTS, EVENT_NAMES, isWay, type Way } from "#app/shops/alerts/events.ts";
import type { AlertChoices } from "#app/shops/alerts/list-alerts.server.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { useAlertForm } from "./use-alert-form.ts";

const WAY_WORDS = {
  now: "At once",
  digest: "In the 08:00 mail",
  never: "Not at all",
} as const satisfies Record<Way, string>;

type ChoicesCardProps = {
  people: readonly { readonly id: string; readonly name: string }[];
  staffId: string;
  email: string | null;
  saved: AlertChoices;
};

export function ChoicesCard({ people, staffId, email, saved }: ChoicesCardProps) {
  const [, setParams] = useSearchParams();
  const [draft, setDraft] = useState(saved);
  const form = useAlertForm();
  const isDirty = EVENT_NAMES.some((event) => draft[event] !== saved[event]);
  return (
    <Card>
      <FormSaveBar
        id="alerts-save-bar"
        isDirty={isDirty}
        isSaving={form.isSaving}
        onSave={() => form.send({ intent: "choices", staffId, choices: draft })}
        onDiscard={() => setDraft(saved)}
      />
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        {people.length > 1 ? (
          <Select
            label="Person"
            options={people.map(({ id, name }) => ({ label: name, value: id }))}
            value={staffId}
            disabled={isDirty}
            {...(isDirty ? { helpText: "Save or discard first." } : {})}
            onChange={(person) => setParams({ person })}
          />
        ) : null}
        <Text as="p" tone="subdued" breakWord>
          {email
            ? `Mails go to ${email}.`
            : "Shopify has not told us this person's e-mail yet, so no mail can be sent."}
        </Text>
        {EVENT_NAMES.map((event) => (
          <Select
            key={event}
            label={ALERT_EVENTS[event].label}
            helpText={ALERT_EVENTS[event].help}
            options={Object.entries(WAY_WORDS).map(([value, label]) => ({ value, label }))}
            value={draft[event]}
            onChange={(way) => {
              if (isWay(way)) setDraft({ ...draft, [event]: way });
            }}
          />
        ))}
      </BlockStack>
    </Card>
  );
}
