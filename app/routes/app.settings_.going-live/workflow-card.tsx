import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  ChoiceList,
  InlineStack,
  Link,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { MODES, type Mode, type Workflow } from "#app/rails/workflows.ts";
import { ModeBadge } from "#app/ui/mode-badge.tsx";
import { MODE_WORDS } from "#app/ui/mode-words.ts";
import { ShopTime, useShopZone } from "#app/ui/shop-time.tsx";
import { useToast } from "#app/ui/use-shopify.ts";
import type { GoingLiveAnswer, LateCapturesView, WorkflowView } from "./going-live-views.ts";
import { PreviewCard } from "./preview-card.tsx";

const WORKFLOW_MEANINGS = {
  routing: "Finds the supplier for every line of a paid order and sends it a purchase order.",
  returns: "Takes return requests, and refunds what came back.",
  delays: "Tells shoppers when their order is late, and asks what they want.",
  shopper_mail: "Tells shoppers what becomes of their order: shipped, delivered, refunded.",
} as const satisfies Record<Workflow, string>;

type WorkflowCardProps = {
  workflow: WorkflowView;
  canSwitch: boolean;
  lateCaptures: LateCapturesView | null;
};

/** One workflow: how it stands, and the way to another mode by what would happen. */
export function WorkflowCard({ workflow, canSwitch, lateCaptures }: WorkflowCardProps) {
  const form = useSwitchForm(workflow);
  const { label, canBeSwitched } = workflow;
  const isOpen = canSwitch && canBeSwitched;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {label}
          </Text>
          <ModeBadge mode={workflow.mode} canBeSwitched={canBeSwitched} />
        </InlineStack>
        <Text as="p" tone="subdued">
          {WORKFLOW_MEANINGS[workflow.workflow]}
        </Text>
        <Standing workflow={workflow} />
        {lateCaptures ? (
          <Banner tone="warning">
            {`${lateCaptures.late} of ${lateCaptures.orders} paid orders of the last 28 days were captured after more than an hour. Routing waits for the capture, unless `}
            <Link url="/app/rules/routing">your rule</Link>
            {" routes on authorisation."}
          </Banner>
        ) : null}
        {isOpen ? <SwitchFields workflow={workflow} form={form} /> : null}
        {form.answer?.kind === "refused" && form.answer.field === "form" ? (
          <Banner tone="critical">{form.answer.sentence}</Banner>
        ) : null}
        {isOpen && form.preview ? (
          <PreviewCard
            preview={form.preview}
            sentence={form.answer?.kind === "preview" ? form.answer.sentence : null}
            label={label}
            isBusy={form.isBusy}
            onConfirm={form.confirm}
            onCancel={form.cancel}
          />
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Standing({ workflow }: { workflow: WorkflowView }) {
  const { mode, goLiveAt, changedBy, changedAt, canBeSwitched } = workflow;
  // An empty stack would still take its gap.
  if (canBeSwitched && !changedAt && mode === "watching") return null;
  return (
    <BlockStack gap="100">
      {canBeSwitched ? null : (
        <Text as="p" tone="subdued">
          Not part of your version yet. There is nothing to switch on.
        </Text>
      )}
      {goLiveAt && mode !== "watching" ? (
        <Text as="p">
          Live since <ShopTime at={goLiveAt} />. Earlier orders are reviewed by hand.
          {workflow.workflow === "routing" ? (
            <>
              {" New paid orders become "}
              <Link url="/app/purchase-orders">purchase orders</Link>
              {" within a minute."}
            </>
          ) : null}
        </Text>
      ) : null}
      {changedBy && changedAt ? (
        <Text as="p" tone="subdued">
          Switched by {changedBy}, <ShopTime at={changedAt} />
        </Text>
      ) : null}
    </BlockStack>
  );
}

function SwitchFields({
  workflow,
  form,
}: {
  workflow: WorkflowView;
  form: ReturnType<typeof useSwitchForm>;
}) {
  const zone = useShopZone();
  const isWatching = form.mode === "watching";
  const refusal =
    form.answer?.kind === "refused" && form.answer.field === "goLiveAt"
      ? form.answer.sentence
      : null;
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={`Mode of ${workflow.label}`}
        titleHidden
        name={`mode-${workflow.workflow}`}
        selected={[form.mode]}
        choices={MODES.map((mode) => ({
          value: mode,
          label: MODE_WORDS[mode].label,
          helpText: MODE_WORDS[mode].help,
        }))}
        onChange={([mode]) => form.choose(MODES.find((known) => known === mode) ?? "watching")}
      />
      {isWatching ? null : (
        <TextField
          label="Go-live time"
          type="datetime-local"
          autoComplete="off"
          value={form.goLiveAt}
          helpText={`Empty means now. Orders placed before it are left to you. Your shop's clock: ${zone.replaceAll("_", " ")}.`}
          {...(refusal ? { error: refusal } : {})}
          onChange={form.changeTime}
        />
      )}
      <ButtonGroup>
        {isWatching ? (
          <Button
            disabled={workflow.mode === "watching"}
            loading={form.isBusy}
            onClick={form.confirm}
            accessibilityLabel={`Switch to Watching: ${workflow.label}`}
          >
            Switch to Watching
          </Button>
        ) : (
          <Button
            loading={form.isBusy && !form.preview}
            onClick={form.showPreview}
            accessibilityLabel={`Show what would happen: ${workflow.label}`}
          >
            Show what would happen
          </Button>
        )}
      </ButtonGroup>
    </BlockStack>
  );
}

function useSwitchForm(workflow: WorkflowView) {
  const fetcher = useFetcher<GoingLiveAnswer>();
  const toast = useToast();
  const [mode, setMode] = useState<Mode>(workflow.mode);
  const [goLiveAt, setGoLiveAt] = useState(workflow.goLiveText);
  const [isShown, setIsShown] = useState(false);
  const handled = useRef<GoingLiveAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    setIsShown(data.kind === "preview");
    if (data.kind === "switched")
      toast(`${workflow.label} is ${MODE_WORDS[data.mode].label.toLowerCase()}.`);
  }, [state, data, toast, workflow.label]);
  const submit = (step: "preview" | "switch", seen: string) =>
    fetcher.submit({ workflow: workflow.workflow, mode, goLiveAt, seen, step }, { method: "post" });
  const preview = isShown && data?.kind === "preview" ? data.preview : null;
  return {
    mode,
    goLiveAt,
    preview,
    answer: data ?? null,
    isBusy: state !== "idle",
    choose: (next: Mode) => (setMode(next), setIsShown(false)),
    changeTime: (text: string) => (setGoLiveAt(text), setIsShown(false)),
    showPreview: () => submit("preview", ""),
    confirm: () => submit("switch", preview?.seen ?? ""),
    cancel: () => setIsShown(false),
  };
}
