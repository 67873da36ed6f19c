import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  InlineStack,
  Link,
  List,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import type { ParcelEventView, ParcelView } from "#app/dropship/shipments/get-parcels.server.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { NumberFields } from "./parcel-form.tsx";

const SOURCES: Readonly<Record<string, string>> = {
  link: "by the supplier on its link",
  file: "by the supplier in a file",
  mail: "by the supplier in a mail",
  api: "by the supplier's system",
  hand: "by your team",
};

type ParcelCardProps = { parcel: ParcelView; path: string; isLocked: boolean };

export function ParcelCard({ parcel, path, isLocked }: ParcelCardProps) {
  const { trackingNumber, carrier, url, units, trouble, watchRefusal, events, source, statedAt } =
    parcel;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center" wrap>
          <Text as="h2" variant="headingMd" breakWord>
            {trackingNumber}
          </Text>
          <StandingBadge parcel={parcel} />
          {parcel.isNumberValid ? null : <Badge tone="attention">Number not checked</Badge>}
        </InlineStack>
        <Text as="p" tone="subdued">
          {`${carrier ?? "Carrier not named"}: ${units.join(", ")}`}
        </Text>
        <Text as="p">
          {`Given ${SOURCES[source] ?? source}, `}
          <ShopTime at={statedAt} />
          {". "}
          {url === null ? null : (
            <Link url={url} target="_blank">
              Carrier&apos;s page
            </Link>
          )}
        </Text>
        {trouble === null ? null : (
          <Banner
            tone="warning"
            title={
              parcel.isInShopify
                ? "Shopify does not know all of this parcel yet"
                : "Shopify does not know this parcel yet"
            }
          >
            {trouble}
          </Banner>
        )}
        {watchRefusal === null ? null : (
          <Banner title="The tracking service does not follow this parcel">{watchRefusal}</Banner>
        )}
        <Events events={events} />
        {parcel.scannedAt === null ? (
          <Correction parcel={parcel} path={path} isLocked={isLocked} />
        ) : null}
      </BlockStack>
    </Card>
  );
}

function StandingBadge({
  parcel: { deliveredAt, scannedAt, isInShopify },
}: {
  parcel: ParcelView;
}) {
  if (deliveredAt !== null) return <Badge tone="success">Delivered</Badge>;
  if (scannedAt !== null) return <Badge tone="info">Shipped</Badge>;
  return <Badge>{isInShopify ? "Label only, in Shopify" : "Label only"}</Badge>;
}

function Events({ events }: { events: readonly ParcelEventView[] }) {
  if (events.length === 0)
    return (
      <Text as="p" tone="subdued">
        The carrier has said nothing yet. It counts as shipped with its first scan.
      </Text>
    );
  return (
    <List>
      {events.map(({ eventId, code, at, place, message, source, author }) => (
        <List.Item key={eventId}>
          <ShopTime at={at} />
          {`: ${describeCode(code.toLowerCase())}${place ? `, ${place}` : ""}${message ? ` (${message})` : ""}`}
          {source === "carrier" ? ` · ${author}` : " · stated, not scanned"}
        </List.Item>
      ))}
    </List>
  );
}

function Correction({ parcel, path, isLocked }: ParcelCardProps) {
  const form = useJsonForm(path);
  const [isOpen, setIsOpen] = useState(false);
  const [number, setNumber] = useState(parcel.trackingNumber);
  const [carrier, setCarrier] = useState(parcel.carrier ?? "");
  const [isConfirmed, setIsConfirmed] = useState(false);
  if (!isOpen)
    return (
      <InlineStack>
        <Button disabled={isLocked} onClick={() => setIsOpen(true)}>
          Correct the number…
        </Button>
      </InlineStack>
    );
  const edit = (text: string) => {
    setNumber(text);
    setIsConfirmed(false);
  };
  const send = () =>
    form.send({
      shipmentId: parcel.shipmentId,
      carrier,
      trackingNumber: number,
      isConfirmed,
      lines: [],
    });
  return (
    <BlockStack gap="300">
      {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
      <NumberFields {...{ number, setNumber: edit, carrier, setCarrier, isLocked }} />
      {form.refusal ? (
        <Checkbox
          label="I have checked the number. Take it as it is."
          checked={isConfirmed}
          onChange={setIsConfirmed}
        />
      ) : null}
      <InlineStack gap="200" align="end">
        <Button onClick={() => setIsOpen(false)}>Keep it</Button>
        <Button variant="primary" loading={form.isSaving} onClick={send}>
          Save the new number
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
