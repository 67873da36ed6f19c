import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Divider,
  InlineStack,
  Text,
  type BadgeProps,
} from "@shopify/polaris";
import { Fragment } from "react";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { useFile } from "#app/routes/app.purchase-orders._index/use-file.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

type Transmission = PurchaseOrderView["transmissions"][number];

const PURPOSES: Readonly<Record<string, string>> = {
  order: "Purchase order",
  revoked: "Told that it is revoked",
  nudge: "Nudge",
  address: "Question about the new address",
};
const CHANNELS: Readonly<Record<string, string>> = {
  email: "by mail",
  sftp: "by SFTP",
  https: "by HTTPS",
  link: "as a link",
};
const STATES: Readonly<Record<string, readonly [string, NonNullable<BadgeProps["tone"]> | null]>> =
  {
    waiting: ["Waits", "info"],
    sent: ["Arrived", "success"],
    failed: ["Failed", "critical"],
    superseded: ["Not needed any more", null],
  };
const OUTCOMES: Readonly<Record<string, string>> = {
  accepted: "taken",
  refused: "refused",
  not_sent: "did not get there",
  lost: "no answer; it may have arrived",
};

export function TransmissionsCard({ transmissions }: { transmissions: readonly Transmission[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What was sent
        </Text>
        {transmissions.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing has left yet.
          </Text>
        ) : null}
        {transmissions.map((transmission, index) => (
          <Fragment key={transmission.transmissionId}>
            {index > 0 ? <Divider /> : null}
            <TransmissionRow transmission={transmission} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

function TransmissionRow({ transmission }: { transmission: Transmission }) {
  const { purpose, channel, revision, copy, state, target, failure, tries, key } = transmission;
  const [label, tone] = STATES[state] ?? [state, null];
  const what = [
    PURPOSES[purpose] ?? purpose,
    ...(revision > 1 ? [`R${revision}`] : []),
    ...(copy > 0 && purpose === "order" ? [`copy ${copy}`] : []),
    CHANNELS[channel] ?? channel,
  ].join(" ");
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="p" fontWeight="semibold" breakWord>
          {what}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{label}</Badge>
      </InlineStack>
      {target ? (
        <Text as="p" tone="subdued" breakWord>
          {`To ${target}, key ${key}`}
        </Text>
      ) : null}
      <SentFiles transmission={transmission} />
      {failure ? (
        <Text as="p" tone="critical" breakWord>
          {failure}
        </Text>
      ) : null}
      {tries.map((one) => (
        <Text key={one.attempt} as="p" breakWord>
          {`Try ${one.attempt}, `}
          <ShopTime at={one.beganAt} />
          {`: ${one.outcome ? (OUTCOMES[one.outcome] ?? one.outcome) : "began, end unknown"}${one.reply ? ` (${one.reply})` : ""}`}
        </Text>
      ))}
    </BlockStack>
  );
}

const DATA: Readonly<Record<string, string>> = { https: "JSON" };

/** As it left, without the address of the supplier's own page. */
function SentFiles({ transmission }: { transmission: Transmission }) {
  const { transmissionId, channel, parts } = transmission;
  const file = useFile();
  if (parts.length === 0) return null;
  const labels = { pdf: "PDF", data: DATA[channel] ?? "CSV", words: "Text of the mail" };
  return (
    <ButtonGroup>
      {parts.map((part) => (
        <Button
          key={part}
          size="slim"
          disabled={file.isStarting}
          onClick={() => void file.start({ file: "sent", id: transmissionId, part })}
        >
          {labels[part]}
        </Button>
      ))}
    </ButtonGroup>
  );
}
