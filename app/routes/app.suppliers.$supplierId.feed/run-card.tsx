import {
  Banner,
  Badge,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Link,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import type { FeedRunView } from "#app/dropship/suppliers/feeds/find-feed-page.server.ts";
import type { FeedRunState } from "#app/dropship/suppliers/feeds/feed-run.ts";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { downloadRefused } from "./download-refused.ts";

const STATES = {
  arriving: { tone: "info", label: "Arriving" },
  reading: { tone: "info", label: "Being read" },
  unclear: { tone: "attention", label: "Needs its columns named" },
  ready: { tone: "attention", label: "Nothing changed yet" },
  applying: { tone: "info", label: "Being applied" },
  applied: { tone: "success", label: "Applied" },
  failed: { tone: "critical", label: "Not taken" },
  dropped: { tone: "info", label: "Put away" },
} as const satisfies Record<FeedRunState, { tone: string; label: string }>;

type RunCardProps = { run: FeedRunView; address: string; supplierId: string; isLocked: boolean };

export function RunCard({ run, address, supplierId, isLocked }: RunCardProps) {
  const form = useJsonForm(address);
  const { state, counts } = run;
  const isMoving = state === "reading" || state === "applying";
  return (
    <Card>
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Nothing was changed">
            {form.refusal}
          </Banner>
        ) : null}
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm" breakWord>
            {run.fileName}
          </Text>
          <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
          <Text as="span" tone="subdued">
            <ShopTime at={run.createdAt} />
          </Text>
        </InlineStack>
        {run.problem ? <Banner tone="warning">{run.problem}</Banner> : null}
        {isMoving ? <Progress run={run} /> : null}
        {counts ? <Counts counts={counts} isDone={state === "applied"} /> : null}
        <Refused run={run} supplierId={supplierId} />
        {state === "applied" ? (
          <Link url="/app/suppliers">See what your suppliers still need</Link>
        ) : null}
        {state === "ready" ? (
          <InlineStack gap="200">
            <Button
              variant="primary"
              disabled={isLocked}
              loading={form.isSaving}
              onClick={() => form.send({ intent: "apply", runId: run.runId })}
            >
              Apply
            </Button>
            <Button
              disabled={isLocked || form.isSaving}
              onClick={() => form.send({ intent: "drop" })}
            >
              Put away
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Progress({ run }: { run: FeedRunView }) {
  const ratio = run.bytes === 0 ? 0 : Math.min(1, run.bytesRead / run.bytes);
  return (
    <BlockStack gap="100">
      <ProgressBar progress={Math.round(ratio * 100)} size="small" />
      <Text as="p" tone="subdued">
        {run.state === "applying"
          ? "Writing the offers, all at once"
          : `${groupDigits(run.rowsRead)} rows read`}
      </Text>
    </BlockStack>
  );
}

function Counts({
  counts,
  isDone,
}: {
  counts: NonNullable<FeedRunView["counts"]>;
  isDone: boolean;
}) {
  const rows = [
    ["New", counts.new],
    ["Changed", counts.changed],
    ["The same", counts.same],
    ["No longer in the list", counts.vanished],
    ["Refused", counts.refused],
  ] as const;
  return (
    <table className="ac-table">
      <caption className="Polaris-Text--visuallyHidden">
        {isDone ? "What the file changed" : "What the file would change"}
      </caption>
      <tbody>
        {rows.map(([label, count]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>
              <Text as="span" numeric>
                {groupDigits(count)}
              </Text>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Refused({ run, supplierId }: { run: FeedRunView; supplierId: string }) {
  const [isAway, setIsAway] = useState(false);
  const refused = run.counts?.refused ?? run.refused.length;
  if (run.refused.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {`${countOf(refused, "row")} refused; the others go on`}
      </Text>
      {isAway ? <Banner tone="warning">The list did not arrive. Try again.</Banner> : null}
      <div style={{ maxHeight: "20rem", overflowY: "auto" }}>
        <table className="ac-table">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Column</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {run.refused.map(({ line, column, reason }) => (
              <tr key={line}>
                <td>{line}</td>
                <td className="ac-wrap">{column}</td>
                <td className="ac-wrap">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <InlineStack>
        <Button
          onClick={() =>
            void downloadRefused(supplierId, run.runId).then((isThere) => setIsAway(!isThere))
          }
        >
          Download all refused rows
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
