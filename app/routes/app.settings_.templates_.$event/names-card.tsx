import { BlockStack, Card, Text } from "@shopify/polaris";

const NAMES: readonly (readonly [string, string])[] = [
  ["{{ shop.name }}", "your shop"],
  ["{{ customer.name }}, {{ customer.first_name }}", "who ordered"],
  ["{{ order.name }}, {{ order.placed_on }}, {{ order.total }}", "the order"],
  ["{{ parcel.carrier }}, {{ parcel.number }}, {{ parcel.url }}", "the parcel and its tracking"],
  ["{{ parcel.estimated_on }}, {{ parcel.delivered_on }}", "the carrier's dates"],
  ["{% for line in parcel.lines %}", "line.quantity, line.title, line.variant, line.sku"],
  ["{% for line in order.lines %}", "the same for the whole order"],
  ["{{ refund.amount }}", "what went back"],
  ["{{ return.name }}", "the return"],
  ["{{ delay.promised_on }}, {{ delay.new_on }}, {{ delay.choice_url }}", "the delay"],
];

/** What a text can name. What an order does not have is empty: ask with {% if %}. */
export function NamesCard() {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          Names you can use
        </Text>
        <table className="ac-table">
          <caption className="Polaris-Text--visuallyHidden">Names</caption>
          <tbody>
            {NAMES.map(([name, meaning]) => (
              <tr key={name}>
                <th scope="row" className="ac-wrap">
                  <code>{name}</code>
                </th>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </BlockStack>
    </Card>
  );
}
