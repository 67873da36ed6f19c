import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { Language } from "#app/messages/languages.ts";
import {
  SHOPPER_EVENT_NAMES,
  shopperEvent,
  type ShopperEvent,
} from "#app/messages/shopper-events.ts";

export type TemplateStateRow = {
  readonly event: ShopperEvent;
  readonly language: Language;
  /** 0 = our own words */
  readonly version: number;
  readonly hasDraft: boolean;
};

type EventsCardProps = {
  states: readonly TemplateStateRow[];
  isOurs: (event: ShopperEvent) => boolean;
};

/** Every text there is, and how far each was changed. */
export function EventsCard({ states, isOurs }: EventsCardProps) {
  return (
    <Card>
      <table className="ac-table">
        <caption className="Polaris-Text--visuallyHidden">Mails to shoppers</caption>
        <tbody>
          {SHOPPER_EVENT_NAMES.map((event) => {
            const own = states.filter((state) => state.event === event);
            return (
              <tr key={event}>
                <th scope="row">
                  <BlockStack gap="050">
                    <Link url={`/app/settings/templates/${event}`}>
                      {shopperEvent(event).title}
                    </Link>
                    <Text as="span" tone="subdued" variant="bodySm">
                      {isOurs(event) ? "Written by Aftercare" : "Not written by Aftercare"}
                    </Text>
                  </BlockStack>
                </th>
                <td className="ac-end">
                  <InlineStack gap="100" align="end">
                    {own.some(({ hasDraft }) => hasDraft) ? (
                      <Badge tone="attention">Draft</Badge>
                    ) : null}
                    <Badge>{describeOwn(own)}</Badge>
                  </InlineStack>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

function describeOwn(states: readonly TemplateStateRow[]): string {
  const own = states.filter(({ version }) => version > 0).map(({ language }) => language);
  return own.length === 0 ? "Our words" : `Your words: ${own.join(", ")}`;
}
