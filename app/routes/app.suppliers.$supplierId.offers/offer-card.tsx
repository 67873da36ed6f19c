import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { OfferView } from "#app/dropship/suppliers/offers/list-offers.server.ts";
import type { VariantChoice } from "#app/dropship/suppliers/offers/search-variants.server.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { VariantPicker } from "./variant-picker.tsx";

type OfferCardProps = {
  address: string;
  currency: string;
  edited: OfferView | null;
  isLocked: boolean;
  onClose: () => void;
};

type Draft = Record<keyof typeof LABELS, string>;

const LABELS = {
  supplierSku: "Supplier's SKU",
  cost: "Cost",
  stock: "Units in stock",
  leadTime: "Lead time, days",
  minimum: "Minimum quantity",
  minimumAdvertised: "Minimum advertised price",
} as const;

/** An offer by hand: a new one for a product that is searched, or one of the list. */
export function OfferCard({ address, currency, edited, isLocked, onClose }: OfferCardProps) {
  const form = useJsonForm(address);
  const [variant, setVariant] = useState<VariantChoice | null>(() => choiceOf(edited));
  const [draft, setDraft] = useState(() => draftOf(edited));
  const names = Object.keys(LABELS) as (keyof Draft)[]; // the constant's own keys
  return (
    <Card>
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        <Text as="h2" variant="headingMd">
          {edited ? "Change an offer" : "Add an offer"}
        </Text>
        {variant ? (
          <InlineStack gap="200" blockAlign="center">
            <Text as="p" fontWeight="semibold" breakWord>
              {`${variant.label} (${variant.sku ?? "no SKU"})`}
            </Text>
            {edited ? null : (
              <Button variant="plain" onClick={() => setVariant(null)}>
                Another product
              </Button>
            )}
          </InlineStack>
        ) : (
          <VariantPicker address={address} isLocked={isLocked} onPick={setVariant} />
        )}
        {variant ? (
          <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
            {names.map((name) => (
              <TextField
                key={name}
                label={LABELS[name]}
                autoComplete="off"
                {...(name === "cost" || name === "minimumAdvertised" ? { suffix: currency } : {})}
                value={draft[name]}
                disabled={isLocked}
                onChange={(value) => setDraft({ ...draft, [name]: value })}
                {...(form.errors[name] ? { error: form.errors[name] } : {})}
              />
            ))}
          </InlineGrid>
        ) : null}
        <InlineStack gap="200">
          <Button
            variant="primary"
            disabled={isLocked || !variant}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "save", variantGid: variant?.variantGid, ...draft })}
          >
            Save offer
          </Button>
          {edited ? (
            <>
              <Button onClick={onClose}>Close</Button>
              <Button
                tone="critical"
                variant="tertiary"
                disabled={isLocked || form.isSaving || !edited.isActive}
                onClick={() => form.send({ intent: "remove", variantGid: edited.variantGid })}
              >
                Remove
              </Button>
            </>
          ) : (
            <Button
              disabled={isLocked || form.isSaving}
              onClick={() => form.send({ intent: "take_costs" })}
            >
              Take unit costs from Shopify
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function choiceOf(edited: OfferView | null): VariantChoice | null {
  if (!edited) return null;
  const { variantGid, title, variantTitle, sku } = edited;
  return { variantGid, label: variantTitle ? `${title} · ${variantTitle}` : title, sku };
}

function draftOf(edited: OfferView | null): Draft {
  const typed = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : String(value);
  return {
    supplierSku: edited?.supplierSku ?? "",
    cost: edited?.cost ?? "",
    stock: typed(edited?.stockUnits),
    leadTime: typed(edited?.leadTimeDays),
    minimum: typed(edited?.minimumUnits ?? 1),
    minimumAdvertised: edited?.minimumAdvertised ?? "",
  };
}
