import { Banner, BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { RateView } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type RatesCardProps = { rates: readonly RateView[]; isLocked: boolean };

/** What suppliers' currencies are worth. Without a rate their costs count as unknown and their lines are held. */
export function RatesCard({ rates, isLocked }: RatesCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Exchange rates
          </Text>
          <Text as="p" tone="subdued">
            Costs are compared in your shop's currency. Without a rate a cost counts as unknown, and
            lines that need it are held.
          </Text>
        </BlockStack>
        {rates.map((rate) => (
          <RateRow key={`${rate.currency} ${rate.rate}`} {...{ rate, isLocked }} />
        ))}
      </BlockStack>
    </Card>
  );
}

function RateRow({
  rate: { currency, rate, setAt },
  isLocked,
}: {
  rate: RateView;
  isLocked: boolean;
}) {
  const [text, setText] = useState(rate ?? "");
  const form = useJsonForm("/app/suppliers?index");
  return (
    <BlockStack gap="100">
      {rate === null ? <Banner tone="warning">{`No rate for ${currency} yet.`}</Banner> : null}
      <div style={{ maxWidth: "24rem" }}>
        <TextField
          label={`One ${currency} in your shop's currency`}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.1385"
          value={text}
          disabled={isLocked}
          onChange={setText}
          {...(form.refusal ? { error: form.refusal } : {})}
          connectedRight={
            <Button
              disabled={isLocked || text.trim() === "" || text === rate}
              loading={form.isSaving}
              onClick={() => form.send({ intent: "rate", currency, rate: text })}
            >
              Save
            </Button>
          }
        />
      </div>
      {setAt ? (
        <Text as="p" tone="subdued">
          Entered <ShopTime at={setAt} />
        </Text>
      ) : null}
    </BlockStack>
  );
}
