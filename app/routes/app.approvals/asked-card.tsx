import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { AskedGroup, AskedView } from "#app/rails/list-asked.server.ts";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import { ActText } from "./act-text.tsx";
import type { ApprovalsAnswer } from "./answer-approvals.server.ts";

type AskedCardProps = { group: AskedGroup; canAnswer: boolean };

/** What one workflow asks: some of it, or all that is on the page and behind it. */
export function AskedCard({ group, canAnswer }: AskedCardProps) {
  const fetcher = useFetcher<ApprovalsAnswer>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = new Set(group.acts.map(({ intentId }) => intentId));
  const intentIds = [...chosen].filter((intentId) => shown.has(intentId));
  const answer = (verdict: "confirm" | "refuse", isAll: boolean) => {
    const all = isAll ? { workflow: group.workflow, upTo: group.upTo } : null;
    const text = JSON.stringify({ verdict, intentIds: isAll ? [] : intentIds, all });
    fetcher.submit({ answer: text }, { method: "post" });
    setChosen(new Set());
  };
  const choose = (intentId: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(intentId);
    else next.delete(intentId);
    setChosen(next);
  };
  const isBusy = fetcher.state !== "idle";
  const all = group.count === 1 ? "it" : `all ${groupDigits(group.count)}`;
  const howMany = intentIds.length > 0 ? `${intentIds.length} chosen` : all;
  useOutcomeToast(fetcher.data);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {group.label}
          </Text>
          <Text as="span">{[countOf(group.count, "action"), ...group.sums].join(" · ")}</Text>
        </InlineStack>
        <Outcome answer={fetcher.data} />
        {canAnswer ? (
          <ButtonGroup>
            <Button
              variant="primary"
              loading={isBusy}
              onClick={() => answer("confirm", intentIds.length === 0)}
            >
              {`Confirm ${howMany}`}
            </Button>
            <Button disabled={isBusy} onClick={() => answer("refuse", intentIds.length === 0)}>
              {`Refuse ${howMany}`}
            </Button>
          </ButtonGroup>
        ) : null}
        {group.acts.map((act) => (
          <AskedRow
            key={act.intentId}
            act={act}
            canAnswer={canAnswer}
            isChosen={chosen.has(act.intentId)}
            onChoose={(isChosen) => choose(act.intentId, isChosen)}
          />
        ))}
        {group.count > group.acts.length ? (
          <Text as="p" tone="subdued">
            {`And ${(group.count - group.acts.length).toLocaleString("en-US")} more. "All" answers them, too.`}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** The card goes with its last action; what became of it is said all the same. */
function useOutcomeToast(answer: ApprovalsAnswer | undefined) {
  const toast = useToast();
  useEffect(() => {
    if (answer?.kind === "answered") toast(answer.sentence);
  }, [answer, toast]);
}

function Outcome({ answer }: { answer: ApprovalsAnswer | undefined }) {
  if (!answer) return null;
  if (answer.kind === "refused") return <Banner tone="critical">{answer.sentence}</Banner>;
  return (
    <Banner tone={answer.waiting.length > 0 ? "warning" : "success"}>
      <BlockStack gap="100">
        <Text as="p">{answer.sentence}</Text>
        {answer.waiting.map((sentence) => (
          <Text as="p" key={sentence}>
            {sentence}
          </Text>
        ))}
      </BlockStack>
    </Banner>
  );
}

type AskedRowProps = {
  act: AskedView;
  canAnswer: boolean;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
};

function AskedRow({ act, canAnswer, isChosen, onChoose }: AskedRowProps) {
  const name = act.orderName ? `${act.what}, ${act.orderName}` : act.what;
  return (
    <InlineStack gap="300" blockAlign="start" wrap={false}>
      {canAnswer ? (
        <Checkbox label={name} labelHidden checked={isChosen} onChange={onChoose} />
      ) : null}
      <ActText act={act} since="Asked" />
    </InlineStack>
  );
}
