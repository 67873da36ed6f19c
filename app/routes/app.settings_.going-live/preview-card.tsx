import { Banner, BlockStack, Button, ButtonGroup, Link, Text } from "@shopify/polaris";
import { MODE_WORDS } from "#app/ui/mode-words.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import type { PreviewRow, PreviewView } from "./going-live-views.ts";

type PreviewCardProps = {
  preview: PreviewView;
  /** why it is shown again; null the first time */
  sentence: string | null;
  label: string;
  isBusy: boolean;
  onConfirm: () => void;
  onCancel: () => void;
};

/** What would happen in the next 24 hours, with its sums, and the switch itself. */
export function PreviewCard(props: PreviewCardProps) {
  const { preview, sentence, label, isBusy, onConfirm, onCancel } = props;
  const { label: modeLabel } = MODE_WORDS[preview.mode];
  return (
    <div role="region" aria-label={`What ${label} would do`} aria-live="polite">
      <BlockStack gap="300">
        {sentence ? <Banner tone="warning">{sentence}</Banner> : null}
        <Text as="h3" variant="headingSm">
          In the next 24 hours
        </Text>
        <Text as="p" variant="bodyLg">
          {preview.total}
        </Text>
        <Text as="p" tone="subdued">
          On orders placed from <ShopTime at={preview.goLiveAt} />.
        </Text>
        {preview.heldBack.map((line) => (
          <Text as="p" key={line}>
            {line}
          </Text>
        ))}
        {preview.rows.length > 0 ? <PreviewTable rows={preview.rows} /> : null}
        {preview.more > 0 ? (
          <Text as="p" tone="subdued">
            {`And ${preview.more.toLocaleString("en-US")} more.`}
          </Text>
        ) : null}
        <ButtonGroup>
          <Button variant="primary" loading={isBusy} onClick={onConfirm}>
            {`Switch to ${modeLabel}`}
          </Button>
          <Button onClick={onCancel}>Leave as it is</Button>
        </ButtonGroup>
      </BlockStack>
    </div>
  );
}

function PreviewTable({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <div className="ac-scroll" tabIndex={0} role="group" aria-label="What would happen, one by one">
      <table className="ac-table">
        <caption className="Polaris-Text--visuallyHidden">What would happen, one by one</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <td className="ac-nowrap">
                <ShopTime at={row.at} style="short" />
              </td>
              <td className="ac-wrap">
                {row.orderPath ? <Link url={row.orderPath}>{row.summary}</Link> : row.summary}
                {row.reason ? (
                  <Text as="p" tone="subdued">
                    {row.reason}
                  </Text>
                ) : null}
              </td>
              <td className="ac-nowrap">{row.amount ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
