import { BlockStack, Divider, Text } from "@shopify/polaris";
import type { MoneyView, OrderDetailView, TransactionView } from "#app/orders/views.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";

export function MoneyCard({ order }: { order: OrderDetailView }) {
  const { money } = order;
  const rows: readonly (readonly [string, MoneyView])[] = [
    ["Discounts", money.discounts],
    ["Shipping", money.shipping],
    ["Tax", money.tax],
    ["Total as ordered", money.total],
    ["Refunded", money.refunded],
    ["Total now", money.currentTotal],
    ["Still to be paid", money.outstanding],
  ];
  return (
    <SectionCard title="Money">
      <table className="ac-table ac-numbers">
        <caption className="Polaris-Text--visuallyHidden">{`Amounts in ${money.total.currency}`}</caption>
        <tbody>
          {rows.map(([label, amount]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="ac-end">{amount.text}</td>
            </tr>
          ))}
          {money.presentmentTotal ? (
            <tr>
              <th scope="row">Paid by the shopper as</th>
              <td className="ac-end">{`${money.presentmentTotal.text} (${money.presentmentTotal.currency})`}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {order.transactions.length > 0 ? <Transactions transactions={order.transactions} /> : null}
    </SectionCard>
  );
}

function Transactions({ transactions }: { transactions: readonly TransactionView[] }) {
  return (
    <BlockStack gap="200">
      <Divider />
      <Text as="h3" variant="headingSm">
        Payments
      </Text>
      <table className="ac-table ac-numbers">
        <tbody>
          {transactions.map((transaction, position) => (
            <tr key={position}>
              <th scope="row">
                {`${describeCode(transaction.kind)}, ${describeCode(transaction.status).toLowerCase()}`}
                <br />
                <Text as="span" tone="subdued">
                  {transaction.gateway ? `${describeCode(transaction.gateway)} ` : null}
                  {transaction.processedAt ? <ShopTime at={transaction.processedAt} /> : null}
                </Text>
              </th>
              <td className="ac-end">{transaction.amount.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </BlockStack>
  );
}
