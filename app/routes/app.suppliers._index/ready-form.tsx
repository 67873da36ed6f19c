import {
  Banner,
  BlockStack,
  Button,
  InlineGrid,
  InlineStack,
  Link,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { ReadyRow } from "#app/dropship/suppliers/readiness.server.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { ReadyList } from "./ready-list.tsx";

type ReadyFormProps = { row: ReadyRow; isLocked: boolean };

/** One supplier: its price list, and the fields without which it gets no order. */
export function ReadyForm({ row, isLocked }: ReadyFormProps) {
  const { supplierId, name, missing } = row;
  return (
    <section aria-label={name}>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm" breakWord>
          <Link monochrome url={`/app/suppliers/${supplierId}`}>
            {name}
          </Link>
        </Text>
        {/* First, because it says in which currency the supplier counts. */}
        {missing.includes("offers") ? <ReadyList row={row} isLocked={isLocked} /> : null}
        {missing.some((part) => part !== "offers") ? (
          <ReadyFields row={row} isLocked={isLocked} />
        ) : null}
      </BlockStack>
    </section>
  );
}

function ReadyFields({ row, isLocked }: ReadyFormProps) {
  const { supplierId, name, missing, currency, shopCurrency } = row;
  const [typed, setTyped] = useState({ email: "", parcel: "", rate: "" });
  const form = useJsonForm("/app/suppliers?index");
  const lacks = (part: (typeof missing)[number]) => missing.includes(part);
  const field = (key: keyof typeof typed) => {
    const error = form.errors[key];
    return {
      value: typed[key],
      disabled: isLocked,
      autoComplete: "off",
      onChange: (text: string) => setTyped({ ...typed, [key]: text }),
      ...(error ? { error } : {}),
    };
  };
  return (
    <BlockStack gap="300">
      {form.refusal && Object.keys(form.errors).length === 0 ? (
        <Banner tone="critical" title="Not saved">
          {form.refusal}
        </Banner>
      ) : null}
      <InlineGrid columns={{ xs: 1, md: 3 }} gap="300">
        {lacks("contact") ? (
          <TextField label="E-mail for its orders" type="email" {...field("email")} />
        ) : null}
        {lacks("regions") ? (
          <TextField
            label={`A parcel costs, in ${currency}`}
            inputMode="decimal"
            helpText="To everywhere; 0 if it costs nothing. Costs by region: click its name."
            {...field("parcel")}
          />
        ) : null}
        {lacks("rate") ? (
          <TextField
            label={`One ${currency} in ${shopCurrency ?? "your shop's currency"}`}
            inputMode="decimal"
            placeholder="0.1385"
            helpText="Its costs are compared with the others' in your currency."
            {...field("rate")}
          />
        ) : null}
      </InlineGrid>
      <InlineStack>
        <Button
          disabled={isLocked}
          loading={form.isSaving}
          accessibilityLabel={`Save ${name}`}
          onClick={() =>
            form.send({
              intent: "ready",
              supplierId,
              currency,
              email: lacks("contact") ? typed.email : null,
              parcel: lacks("regions") ? typed.parcel : null,
              rate: lacks("rate") ? typed.rate : "",
            })
          }
        >
          Save
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
