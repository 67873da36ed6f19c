import { BlockStack, Button, ButtonGroup, Card, List, Text } from "@shopify/polaris";
import type { AnswersForm } from "#app/dropship/acknowledgements/act-on-answers.server.ts";
import type { ProposalView } from "#app/dropship/acknowledgements/find-answers-view.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

type ProposalCardProps = {
  readonly proposal: ProposalView;
  readonly isLocked: boolean;
  readonly send: (form: AnswersForm) => void;
};

/** A reply, what it seems to say, and a person's yes or no. */
export function ProposalCard({ proposal, isLocked, send }: ProposalCardProps) {
  const { proposalId, text, receivedAt, does, doubts } = proposal;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          A reply of <ShopTime at={receivedAt} />
        </Text>
        {text ? (
          <Text as="p" tone="subdued" breakWord>
            {text.slice(0, 1_000)}
          </Text>
        ) : null}
        {does.length > 0 ? (
          <BlockStack gap="100">
            <Text as="p">It seems to say:</Text>
            <List>
              {does.map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          </BlockStack>
        ) : (
          <Text as="p">Nothing of it can be done any more.</Text>
        )}
        {doubts.length > 0 ? (
          <BlockStack gap="100">
            <Text as="p">Look twice:</Text>
            <List>
              {doubts.map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          </BlockStack>
        ) : null}
        <ButtonGroup>
          <Button
            variant="primary"
            disabled={isLocked || does.length === 0}
            onClick={() => send({ intent: "proposal", proposalId, verdict: "confirm" })}
          >
            Do what it says
          </Button>
          <Button
            disabled={isLocked}
            onClick={() => send({ intent: "proposal", proposalId, verdict: "dismiss" })}
          >
            Dismiss
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
