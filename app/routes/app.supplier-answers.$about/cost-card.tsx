import { BlockStack, Button, ButtonGroup, Card, Text } from "@shopify/polaris";
import type { AnswersForm } from "#app/dropship/acknowledgements/act-on-answers.server.ts";
import type { CostView } from "#app/dropship/acknowledgements/find-answers-view.server.ts";

type CostCardProps = {
  readonly cost: CostView;
  readonly purchaseOrderId: string;
  readonly isLocked: boolean;
  readonly send: (form: AnswersForm) => void;
};

/** A price above the ordered one: a person agrees or does not. */
export function CostCard({ cost, purchaseOrderId, isLocked, send }: CostCardProps) {
  const { lineId, title, ordered, stated, statedMinor, verdict } = cost;
  const decide = (said: "agreed" | "refused") =>
    send({ intent: "cost", purchaseOrderId, lineId, statedMinor, verdict: said });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}: {stated} instead of {ordered}
        </Text>
        {verdict ? (
          <Text as="p">
            {verdict === "agreed"
              ? "Agreed."
              : "Not agreed. Revoke the purchase order if it should not go on at this price."}
          </Text>
        ) : (
          <>
            <Text as="p">
              The supplier asks this much for a unit. Without your yes the ordered price stands.
            </Text>
            <ButtonGroup>
              <Button variant="primary" disabled={isLocked} onClick={() => decide("agreed")}>
                Agree
              </Button>
              <Button disabled={isLocked} onClick={() => decide("refused")}>
                Do not agree
              </Button>
            </ButtonGroup>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
