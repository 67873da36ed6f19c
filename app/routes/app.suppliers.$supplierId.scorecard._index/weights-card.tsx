import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { Weights } from "#app/dropship/scorecard/assess-scorecard.ts";
import type { WeightsAnswer } from "./route.tsx";

const FIELDS = [
  { name: "onTime", label: "Shipped on time" },
  { name: "shipped", label: "Shipped of what was due" },
  { name: "notCancelled", label: "Not out of stock" },
] as const satisfies readonly { name: keyof Weights; label: string }[];

type WeightsCardProps = { weights: Weights; refusal: string | null };

/** How the grade is made; the same for all suppliers. */
export function WeightsCard({ weights, refusal }: WeightsCardProps) {
  const fetcher = useFetcher<WeightsAnswer>();
  const [texts, setTexts] = useState(() => toTexts(weights));
  const isSaving = fetcher.state !== "idle";
  const answer = isSaving ? undefined : fetcher.data;
  const total = FIELDS.reduce((sum, { name }) => sum + (Number(texts[name]) || 0), 0);
  const save = () => fetcher.submit(texts, { method: "post" });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          How the grade is made
        </Text>
        <Text as="p" tone="subdued">
          The weights count for every supplier and make 100. A from 98, B from 95, C from 90, D from
          80.
        </Text>
        {answer?.message ? <Banner tone="critical">{answer.message}</Banner> : null}
        {answer?.isSaved ? <Banner tone="success">Saved. Grades follow at once.</Banner> : null}
        {refusal === null ? null : <Banner tone="info">{refusal}</Banner>}
        <FormLayout>
          <FormLayout.Group condensed>
            {FIELDS.map(({ name, label }) => (
              <TextField
                key={name}
                label={label}
                type="number"
                min={0}
                max={100}
                autoComplete="off"
                disabled={refusal !== null}
                value={texts[name]}
                onChange={(text) => setTexts({ ...texts, [name]: text })}
              />
            ))}
          </FormLayout.Group>
        </FormLayout>
        <InlineStack align="space-between" blockAlign="center" wrap>
          <Text as="span" tone="subdued">{`Together: ${total}`}</Text>
          <Button onClick={save} loading={isSaving} disabled={refusal !== null}>
            Save weights
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

const toTexts = ({ onTime, shipped, notCancelled }: Weights) => ({
  onTime: String(onTime),
  shipped: String(shipped),
  notCancelled: String(notCancelled),
});
