import { BlockStack, Card, Link, List, Text } from "@shopify/polaris";
import type { MissingPart } from "#app/dropship/suppliers/list-supplier-rows.server.ts";

const TO_DO = {
  contact: { link: "Enter a contact who gets orders", why: "its e-mail address is where they go" },
  regions: { link: "Say what a parcel costs", why: "for everywhere, or for each region it serves" },
  offers: { link: "Upload its price list", why: "or add offers one by one under Offers" },
  rate: { link: "Enter an exchange rate", why: "its costs are in another currency than yours" },
} as const satisfies Record<MissingPart, { link: string; why: string }>;

const placeOf = (supplierId: string): Readonly<Record<MissingPart, string>> => ({
  contact: `/app/suppliers/${supplierId}#contacts`,
  regions: `/app/suppliers/${supplierId}#regions`,
  offers: `/app/suppliers/${supplierId}/feed`,
  rate: "/app/suppliers#rates",
});

type ToDoCardProps = { supplierId: string; missing: readonly MissingPart[] };

/** What keeps a supplier from its first order, each with the place where it is filled in. */
export function ToDoCard({ supplierId, missing }: ToDoCardProps) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          To do before the first order
        </Text>
        <List>
          {missing.map((part) => (
            <List.Item key={part}>
              <Link url={placeOf(supplierId)[part]}>{TO_DO[part].link}</Link>
              {`: ${TO_DO[part].why}.`}
            </List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  );
}
