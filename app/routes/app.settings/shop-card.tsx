import { BlockStack, Card, Link, Text } from "@shopify/polaris";

export type ShopProfile = {
  readonly name: string | null;
  readonly domain: string;
  readonly currency: string | null;
  readonly timeZone: string;
  readonly planName: string | null;
};

/** What Shopify says about the store. It is changed there, and follows by itself. */
export function ShopCard({ shop }: { shop: ShopProfile }) {
  const rows: readonly (readonly [string, string])[] = [
    ["Store", shop.name ?? "Not known yet"],
    ["Address", shop.domain],
    ["Currency", shop.currency ?? "Not known yet"],
    ["Time zone", shop.timeZone.replaceAll("_", " ")],
    ["Shopify plan", shop.planName ?? "Not known yet"],
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <table className="ac-table">
          <caption className="Polaris-Text--visuallyHidden">Store profile</caption>
          <tbody>
            {rows.map(([label, value]) => (
              <tr key={label}>
                <th scope="row">
                  <Text as="span" tone="subdued">
                    {label}
                  </Text>
                </th>
                <td className="ac-wrap">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Text as="p">
          <Link url="shopify://admin/settings/general" target="_top">
            Change these in Shopify
          </Link>
        </Text>
      </BlockStack>
    </Card>
  );
}
