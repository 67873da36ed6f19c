import {
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { ParcelsView } from "#app/dropship/shipments/get-parcels.server.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type ParcelFormProps = {
  path: string;
  lines: ParcelsView["lines"];
  isLocked: boolean;
};

/** A number that a supplier said on the telephone: what is refused stays typed, and may be confirmed. */
export function ParcelForm({ path, lines, isLocked }: ParcelFormProps) {
  const form = useJsonForm(path);
  const [number, setNumber] = useState("");
  const [carrier, setCarrier] = useState("");
  const [isConfirmed, setIsConfirmed] = useState(false);
  const [units, setUnits] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(lines.map(({ lineId, leftUnits }) => [lineId, String(leftUnits)])),
  );
  // A yes was said of the number that was there.
  const edit = (text: string) => {
    setNumber(text);
    setIsConfirmed(false);
  };
  const send = () =>
    form.send({
      shipmentId: null,
      carrier,
      trackingNumber: number,
      isConfirmed,
      lines: lines.map(({ lineId }) => ({ lineId, units: units[lineId] ?? "" })),
    });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Enter a tracking number
        </Text>
        {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
        <NumberFields {...{ number, setNumber: edit, carrier, setCarrier, isLocked }} />
        <FormLayout>
          {lines.map(({ lineId, title, leftUnits }) => (
            <TextField
              key={lineId}
              label={title}
              helpText={`Units in this parcel; ${leftUnits} without a number`}
              type="number"
              min={0}
              max={leftUnits}
              autoComplete="off"
              disabled={isLocked}
              value={units[lineId] ?? ""}
              onChange={(text) => setUnits({ ...units, [lineId]: text })}
            />
          ))}
        </FormLayout>
        {form.refusal ? (
          <Checkbox
            label="I have checked the number. Take it as it is."
            checked={isConfirmed}
            onChange={setIsConfirmed}
          />
        ) : null}
        <InlineStack align="end">
          <Button variant="primary" loading={form.isSaving} disabled={isLocked} onClick={send}>
            Save tracking number
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

type NumberFieldsProps = {
  number: string;
  setNumber: (text: string) => void;
  carrier: string;
  setCarrier: (text: string) => void;
  isLocked: boolean;
};

export const NumberFields = (props: NumberFieldsProps) => (
  <FormLayout>
    <FormLayout.Group>
      <TextField
        label="Tracking number"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        disabled={props.isLocked}
        value={props.number}
        onChange={props.setNumber}
      />
      <TextField
        label="Carrier"
        helpText="Left empty, it is told by the number."
        autoComplete="off"
        maxLength={80}
        disabled={props.isLocked}
        value={props.carrier}
        onChange={props.setCarrier}
      />
    </FormLayout.Group>
  </FormLayout>
);
