import { Text } from "@shopify/polaris";
import type { TimelineEntryView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime, useShopZone } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";
import { describeActor, describeFacts, describeKind, groupTimeline } from "./timeline-words.ts";

type TimelineCardProps = { entries: readonly TimelineEntryView[]; currency: string };

/** What happened, when and by whom: the entries of the ledger, which nobody can change. */
export function TimelineCard({ entries, currency }: TimelineCardProps) {
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
          {groupTimeline(entries).map(({ entry, details }) => (
            <li key={entry.seq}>
              <TimelineEntry entry={entry} currency={currency} />
              {details.length > 0 ? (
                <details>
                  <summary>{countOf(details.length, "detail")}</summary>
                  {details.map((detail) => (
                    <TimelineEntry key={detail.seq} entry={detail} currency={currency} />
                  ))}
                </details>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </SectionCard>
  );
}

function TimelineEntry({ entry, currency }: { entry: TimelineEntryView; currency: string }) {
  const facts = describeFacts(entry.kind, entry.facts, currency);
  return (
    <div className="ac-entry">
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
    </div>
  );
}
