import { useNavigate } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import {
  OUTBOX_FILTERS,
  type OutboxFilter,
  type OutboxRow,
  type OutboxView,
} from "#app/messages/outbox-query.ts";
import { SHOPPER_EVENTS } from "#app/messages/shopper-events.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { TabRow } from "#app/ui/tab-row.tsx";

const STATES = {
  all: { label: "All", tone: "info" },
  waiting: { label: "Waiting", tone: "info" },
  sent: { label: "Sent", tone: "success" },
  failed: { label: "Not sent", tone: "critical" },
  bounced: { label: "Came back", tone: "critical" },
  superseded: { label: "Put aside", tone: "attention" },
} as const;

const OTHER_EVENTS: Readonly<Record<string, string>> = {
  service: "To your team",
  conversation: "Your answer",
};

type Outbox = OutboxView & { readonly filter: OutboxFilter; readonly isFirstPage: boolean };

const pathOf = (filter: OutboxFilter, before: string | null = null) =>
  `/app/settings/outbox?filter=${filter}${before ? `&before=${before}` : ""}`;

export function OutboxCard({ outbox }: { outbox: Outbox }) {
  const { rows, filter, counts, nextBefore, isFirstPage } = outbox;
  const navigate = useNavigate();
  return (
    <Card padding="0">
      <TabRow
        label="Mails"
        selected={OUTBOX_FILTERS.indexOf(filter)}
        tabs={OUTBOX_FILTERS.map((one) => ({
          to: pathOf(one),
          label: STATES[one].label,
          count: counts[one],
        }))}
      />
      <Box padding="400">
        <BlockStack gap="400">
          {rows.length === 0 ? (
            <NothingHere
              heading="No mail here"
              action={<Button url="/app/settings/who-tells">See who tells your shopper</Button>}
            >
              Every mail Aftercare writes appears here with what became of it.
            </NothingHere>
          ) : null}
          {rows.map((row) => (
            <Mail key={row.messageId} row={row} />
          ))}
          {nextBefore || !isFirstPage ? (
            <InlineStack gap="200">
              {isFirstPage ? null : (
                <Button onClick={() => navigate(pathOf(filter))}>First page</Button>
              )}
              {nextBefore ? (
                <Button onClick={() => navigate(pathOf(filter, nextBefore))}>Next page</Button>
              ) : null}
            </InlineStack>
          ) : null}
        </BlockStack>
      </Box>
    </Card>
  );
}

function Mail({ row }: { row: OutboxRow }) {
  const { state, subject, recipient, orderId, orderName, reason, tries, repeats } = row;
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="semibold" breakWord>
          {subject ?? `Mail ${row.number}`}
        </Text>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
        {row.isGivenToPerson ? <Badge tone="attention">Waits for you</Badge> : null}
        {repeats > 0 ? (
          <Badge tone="warning">{`May have arrived ${repeats + 1} times`}</Badge>
        ) : null}
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {`${titleOf(row.event)} · ${recipient ?? "address erased"} · `}
        <ShopTime at={row.sentAt ?? row.createdAt} style="short" />
        {tries > 1 ? ` · ${countOf(tries, "try", "tries")}` : ""}
      </Text>
      {orderId ? (
        <Text as="p">
          <Link url={`/app/orders/${orderId}`}>{orderName ?? "The order"}</Link>
        </Text>
      ) : null}
      {reason ? (
        <Text as="p" tone={state === "waiting" ? "subdued" : "critical"} breakWord>
          {reason}
        </Text>
      ) : null}
      {row.isGivenToPerson ? (
        <Text as="p">
          <Link url="/app/approvals">Decide what waits</Link>
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** Events of the product by their titles; what features add later reads as its code. */
const titleOf = (event: string): string =>
  Object.entries(SHOPPER_EVENTS).find(([name]) => name === event)?.[1].title ??
  OTHER_EVENTS[event] ??
  describeCode(event);
