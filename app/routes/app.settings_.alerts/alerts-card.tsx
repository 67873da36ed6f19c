import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { countWords } from "#app/shops/alerts/alert-mail.ts";
import { ALERT_EVENTS } from "#app/shops/alerts/events.ts";
import type { AlertFilter, AlertView } from "#app/shops/alerts/list-alerts.server.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { formatCalendarDate } from "#app/ui/format-instant.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";

type AlertsCardProps = {
  alerts: readonly AlertView[];
  filter: AlertFilter;
  isReader: boolean;
};

export function AlertsCard({ alerts, filter, isReader }: AlertsCardProps) {
  const isFiltered = filter.event !== null || filter.digestOn !== null;
  if (alerts.length === 0)
    return (
      <Card>
        <NothingHere
          heading="No alerts"
          action={isFiltered ? <Link url="/app/settings/alerts">Show all</Link> : null}
        >
          {isFiltered
            ? "Nothing here matches. It may be older than 90 days."
            : `${isReader ? "You have" : "This person has"} not been told anything yet. Alerts appear here when they are raised.`}
        </NothingHere>
      </Card>
    );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between">
          <Text as="p" tone="subdued">
            {describeList(alerts, filter)}
          </Text>
          {isFiltered ? <Link url="/app/settings/alerts">Show all</Link> : null}
        </InlineStack>
        <ol className="ac-timeline" aria-label="Newest first">
          {alerts.map((alert) => (
            <li key={alert.alertId}>
              <Alert alert={alert} />
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function describeList(alerts: readonly AlertView[], { event, digestOn }: AlertFilter) {
  const count = event ? countWords(event, alerts.length) : countOf(alerts.length, "alert");
  return digestOn ? `${count} in the mail of ${formatCalendarDate(digestOn)}` : count;
}

function Alert({ alert }: { alert: AlertView }) {
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Text as="p" breakWord>
          <Link url={alert.path}>{alert.title}</Link>
        </Text>
        {alert.isSkipped ? <Badge tone="warning">Not mailed</Badge> : null}
        {!alert.isSkipped && alert.toldAt === null ? (
          <Badge>{alert.way === "digest" ? "In the next 08:00 mail" : "On its way"}</Badge>
        ) : null}
      </InlineStack>
      <Text as="p" breakWord>
        {alert.sentence}
      </Text>
      <Text as="p" tone="subdued">
        {ALERT_EVENTS[alert.event].label} · <ShopTime at={alert.raisedAt} />
      </Text>
    </BlockStack>
  );
}
