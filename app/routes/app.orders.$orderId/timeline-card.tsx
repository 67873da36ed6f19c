import { Text } from "@shopify/polaris";
import type { TimelineEntryView } from "#app/orders/views.ts";
import { ShopTime, useShopZone } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";
import { describeActor, describeFacts, describeKind } from "./timeline-words.ts";

/** What happened, when and by whom: the entries of the ledger, which nobody can change. */
export function TimelineCard({ entries }: { entries: readonly TimelineEntryView[] }) {
  const zone = useShopZone();
  return (
    <SectionCard
      title="Timeline"
      aside={
        <Text as="p" tone="subdued">
          {`Times are on your shop's clock (${zone.replaceAll("_", " ")}). Entries can't be changed.`}
        </Text>
      }
    >
      {entries.length === 0 ? (
        <Text as="p" tone="subdued">
          Nothing recorded yet. The next change of this order appears here.
        </Text>
      ) : (
        <ol className="ac-timeline" aria-label="Newest first" reversed>
          {entries.map((entry) => (
            <TimelineEntry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
    </SectionCard>
  );
}

function TimelineEntry({ entry }: { entry: TimelineEntryView }) {
  const facts = describeFacts(entry.facts);
  return (
    <li>
      <Text as="p" breakWord>
        {describeKind(entry.kind)}
        {entry.line ? `: ${entry.line.title}${entry.line.sku ? ` (${entry.line.sku})` : ""}` : null}
      </Text>
      {facts ? (
        <Text as="p" breakWord>
          {facts}
        </Text>
      ) : null}
      <Text as="p" tone="subdued">
        <ShopTime at={entry.occurredAt} /> · {describeActor(entry.actor)}
      </Text>
    </li>
  );
}
