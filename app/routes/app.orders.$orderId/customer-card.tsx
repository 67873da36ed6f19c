import { BlockStack, Link, Text } from "@shopify/polaris";
import type { AddressView, OrderDetailView } from "#app/orders/views.ts";
import { SectionCard } from "./section-card.tsx";

type CustomerCardProps = {
  order: OrderDetailView;
  countryNames: Readonly<Record<string, string>>;
};

export function CustomerCard({ order, countryNames }: CustomerCardProps) {
  const { customerName, email, phone, shippingAddress } = order;
  return (
    <SectionCard title="Customer">
      {order.isPersonalWithheld ? (
        <Text as="p" tone="subdued">
          Shopify withholds some names, e-mails or addresses of this order from us. Everything else
          works without them; the full record is in Shopify.
        </Text>
      ) : null}
      <BlockStack gap="100">
        <Text as="p" breakWord>
          {customerName ??
            (order.isPersonalWithheld ? "Name withheld by Shopify" : "No customer on this order")}
        </Text>
        {email ? (
          <Text as="p" breakWord>
            <Link url={`mailto:${email}`} target="_blank">
              {email}
            </Link>
          </Text>
        ) : (
          <Text as="p" tone="subdued">
            No e-mail
          </Text>
        )}
        {phone ? <Text as="p">{phone}</Text> : null}
      </BlockStack>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          Ships to
        </Text>
        {shippingAddress ? (
          <ShippingAddress address={shippingAddress} countryNames={countryNames} />
        ) : (
          <Text as="p" tone="subdued">
            {order.isPersonalWithheld ? "Address withheld by Shopify" : "Nothing ships"}
          </Text>
        )}
      </BlockStack>
    </SectionCard>
  );
}

function ShippingAddress({
  address,
  countryNames,
}: {
  address: AddressView;
  countryNames: Readonly<Record<string, string>>;
}) {
  const lines = [
    address.name,
    address.company,
    ...address.lines,
    [address.zip, address.city].filter(Boolean).join(" "),
    address.province,
    address.country ? (countryNames[address.country] ?? address.country) : null,
    address.phone,
  ].filter((line) => line !== null && line !== "");
  return (
    <address style={{ fontStyle: "normal" }} dir="auto" className="ac-wrap">
      {lines.map((line, position) => (
        <div key={position} dir="auto">
          {line}
        </div>
      ))}
    </address>
  );
}
