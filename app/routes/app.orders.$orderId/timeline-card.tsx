import { Text } from "@shopify/polaris";
import type { TimelineEntryView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime, useShopZone } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";
import { describeKind } from "./timeline-kinds.ts";
import { describeAssignment, describeFacts, describeWho, groupTimeline } from "./timeline-words.ts";

type TimelineCardProps = {
  entries: readonly TimelineEntryView[];
  currency: string;
  /** of staff, by id */
  names: Readonly<Record<string, string>>;
};

/** What happened, when and by whom: the entries of the ledger, which nobody can change. */
export function TimelineCard({ entries, currency, names }: TimelineCardProps) {
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
              <TimelineEntry entry={entry} currency={currency} names={names} />
              {details.length > 0 ? (
                <details>
                  <summary>{countOf(details.length, "detail")}</summary>
                  {details.map((detail) => (
                    <TimelineEntry
                      key={detail.seq}
                      entry={detail}
                      currency={currency}
                      names={names}
                    />
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

type TimelineEntryProps = Omit<TimelineCardProps, "entries"> & { entry: TimelineEntryView };

function TimelineEntry({ entry, currency, names }: TimelineEntryProps) {
  const facts =
    describeAssignment(entry, names) || describeFacts(entry.kind, entry.facts, currency);
  return (
    <div className="ac-entry">
      <Text as="p" breakWord>
        {describeKind(entry)}
        {entry.line ? `: ${entry.line.title}${entry.line.sku ? ` (${entry.line.sku})` : ""}` : null}
      </Text>
      {facts ? (
        <Text as="p" breakWord>
          {facts}
        </Text>
      ) : null}
      <Text as="p" tone="subdued">
        <ShopTime at={entry.occurredAt} /> · {describeWho(entry, names)}
      </Text>
    </div>
  );
}
