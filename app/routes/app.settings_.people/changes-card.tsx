import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ShopChangeView } from "#app/shops/people/record-change.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { describeArea, describeFields } from "./change-words.ts";

type ChangesCardProps = {
  changes: readonly ShopChangeView[];
  people: readonly { readonly id: string; readonly name: string }[];
};

export function ChangesCard({ changes, people }: ChangesCardProps) {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (
    <Card>
      {changes.length === 0 ? (
        <Text as="p" tone="subdued">
          Nothing has been changed yet. The first change of a setting appears here.
        </Text>
      ) : (
        <ol className="ac-timeline" aria-label="Newest first">
          {changes.map(({ changeId, changedAt, person, area, before, after }) => (
            <li key={changeId}>
              <BlockStack gap="050">
                <Text as="p">{describeArea(area)}</Text>
                {describeFields(before, after, names).map((line) => (
                  <Text as="p" key={line} breakWord>
                    {line}
                  </Text>
                ))}
                <Text as="p" tone="subdued">
                  <ShopTime at={changedAt} /> · {person}
                </Text>
              </BlockStack>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
