import { useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { BacktestResult } from "./backtest-result.tsx";
import type { RuleView } from "./draft-card.tsx";

// Short enough to look alive, long enough for the run to get on.
const LOOK_MS = 1_000;

/** The draft run over the orders there are. */
export function BacktestCard({ view, isDirty }: { view: RuleView; isDirty: boolean }) {
  const form = useJsonForm("/app/rules/routing");
  const { draft, backtest, canChange } = view;
  const isRunning = backtest?.state === "waiting" || backtest?.state === "running";
  useLookAgain(isRunning);
  const isOfDraft = backtest !== null && backtest.bodyHash === draft?.hash;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Try it on your orders
        </Text>
        {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
        <Text as="p" tone="subdued">
          {draft
            ? "Routes your past orders by the draft and by the rule that holds, and shows the difference. Nothing is ordered."
            : "Save a draft to see what it would have changed."}
        </Text>
        <InlineStack>
          <Button
            loading={form.isSaving || isRunning}
            disabled={!canChange || !draft || isDirty}
            onClick={() => form.send({ intent: "backtest" })}
          >
            Try the draft
          </Button>
        </InlineStack>
        {isRunning ? (
          <BlockStack gap="200">
            <ProgressBar
              ariaLabelledBy="backtest-progress"
              progress={share(backtest.ordersDone, backtest.ordersTotal)}
            />
            <Text as="p" id="backtest-progress">
              {`${backtest.ordersDone.toLocaleString("en-US")} of ${backtest.ordersTotal.toLocaleString("en-US")} orders`}
            </Text>
          </BlockStack>
        ) : null}
        {backtest?.state === "done" ? (
          <BacktestResult backtest={backtest} isOfDraft={isOfDraft} />
        ) : null}
      </BlockStack>
    </Card>
  );
}

const share = (done: number, total: number) =>
  total > 0 ? Math.min(100, (done / total) * 100) : 0;

function useLookAgain(isRunning: boolean) {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(revalidate, LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning, revalidate]);
}
