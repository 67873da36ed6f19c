import { Banner, BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { useRef } from "react";
import type { ReadyRow } from "#app/dropship/suppliers/readiness.server.ts";
import { useUpload } from "#app/routes/app.suppliers.$supplierId.feed/use-upload.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type ReadyListProps = { row: ReadyRow; isLocked: boolean };

/** The supplier's price list: sent up, read, and applied after its counts were seen. */
export function ReadyList({ row, isLocked }: ReadyListProps) {
  const { supplierId, name, list } = row;
  const address = `/app/suppliers/${supplierId}/feed`;
  const upload = useUpload({ address, supplierId });
  const applying = useJsonForm(address);
  const input = useRef<HTMLInputElement>(null);
  const refusal = upload.refusal ?? applying.refusal;
  const isMoving = upload.sentRatio !== null || list?.state === "reading";
  const isReady = list?.state === "ready" && (list.counts?.new ?? 0) > 0;
  return (
    <BlockStack gap="200" inlineAlign="start">
      {refusal ? (
        <Banner tone="critical" title="Not taken">
          {refusal}
        </Banner>
      ) : null}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={`Price list of ${name}`}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) void upload.send(file);
          // The same file, mended, may be chosen again.
          currentTarget.value = "";
        }}
      />
      <div aria-live="polite">
        <Text as="p">{describeList(row, upload.sentRatio !== null)}</Text>
      </div>
      <InlineStack gap="200" blockAlign="center">
        {isReady ? (
          <Button
            disabled={isLocked}
            loading={applying.isSaving}
            accessibilityLabel={`Apply the price list of ${name}`}
            onClick={() => applying.send({ intent: "apply", runId: list.runId })}
          >
            Apply
          </Button>
        ) : null}
        <Button
          disabled={isLocked}
          loading={isMoving || list?.state === "applying"}
          accessibilityLabel={`Choose the price list of ${name}`}
          onClick={() => input.current?.click()}
        >
          {isReady ? "Choose another file" : "Choose its price list"}
        </Button>
        {list && !isMoving ? <Link url={address}>Look at the rows and columns</Link> : null}
      </InlineStack>
    </BlockStack>
  );
}

function describeList({ list, currency }: ReadyRow, isSending: boolean): string {
  if (isSending) return "The file is on its way.";
  switch (list?.state) {
    case "reading":
      return "Reading the price list.";
    case "applying":
      return "Writing the offers.";
    case "ready":
      return describeCounts(list.counts, currency);
    case "unclear":
    case "failed":
      return list.problem ?? "This file could not be read.";
    default:
      return "Its price list, CSV or Excel: you see what it says before anything changes. No file? Click its name and add offers one by one.";
  }
}

function describeCounts(counts: NonNullable<ReadyRow["list"]>["counts"], currency: string): string {
  const { new: added = 0, refused = 0 } = counts ?? {};
  const refusals = refused > 0 ? ` ${countOf(refused, "row")} could not be taken.` : "";
  if (added === 0) return `No row of this list is a product of yours.${refusals}`;
  return `${countOf(added, "new offer")}, costs in ${currency}.${refusals} Nothing has changed yet.`;
}
