import { Banner, BlockStack, Button, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { RoutingView } from "#app/dropship/routing/routing-view.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type RoutingOverrideProps = { orderId: string; open: RoutingView["open"] };

const BY_RULE = "rule";
const WAIT = "wait";

/** A person gives what is open to suppliers, and says why. */
export function RoutingOverride({ orderId, open }: RoutingOverrideProps) {
  const form = useJsonForm(`/app/orders/${orderId}/routing`);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const send = () =>
    form.send({
      reason,
      choices: open.flatMap(({ lineGid }) => {
        const value = chosen[lineGid] ?? BY_RULE;
        if (value === BY_RULE) return [];
        return [{ lineGid, supplierId: value === WAIT ? null : value }];
      }),
    });
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        Choose suppliers yourself
      </Text>
      {form.refusal ? (
        <Banner tone="critical" title="Nothing was ordered">
          {form.refusal}
        </Banner>
      ) : null}
      {open.map(({ lineGid, title, options }) => (
        <Select
          key={lineGid}
          label={title}
          options={[
            { label: "As your rule says", value: BY_RULE },
            ...options.map(({ supplierId, label }) => ({ label, value: supplierId })),
            { label: "Not now", value: WAIT },
          ]}
          value={chosen[lineGid] ?? BY_RULE}
          onChange={(value) => setChosen({ ...chosen, [lineGid]: value })}
        />
      ))}
      <TextField
        label="Why"
        autoComplete="off"
        maxLength={500}
        value={reason}
        onChange={setReason}
        helpText="Kept in the order's history. Stock, regions and minimums hold all the same."
      />
      <InlineStack align="end">
        <Button loading={form.isSaving} disabled={reason.trim() === ""} onClick={send}>
          Order from suppliers
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
