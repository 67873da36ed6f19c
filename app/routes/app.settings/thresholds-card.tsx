import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { DEFAULT_THRESHOLDS, type ExceptionThresholds } from "#app/orders/exception-flags.ts";
import { THRESHOLD_FIELDS, type SettingsAnswer, type SettingsDraft } from "./settings-draft.ts";

const WORDS = {
  unfulfilledDays: ["Unfulfilled", "since the order, with units left to ship"],
  noTrackingDays: ["No tracking", "since fulfillment, without a tracking number"],
  labelWithoutScanDays: ["Label without scan", "since fulfillment, without a carrier scan"],
  undeliveredDays: ["Not delivered", "since the first carrier scan"],
  probablyLostDays: ["Probably lost", "since the first carrier scan, still not delivered"],
} as const satisfies Record<keyof ExceptionThresholds, readonly [string, string]>;

type ThresholdsCardProps = {
  draft: SettingsDraft;
  errors: SettingsAnswer["errors"];
  onChange: (change: Partial<SettingsDraft>) => void;
};

/** After how many days an order shows which flag. */
export function ThresholdsCard({ draft, errors, onChange }: ThresholdsCardProps) {
  const { thresholds } = draft;
  const isDefault = THRESHOLD_FIELDS.every(
    (field) => thresholds[field].trim() === String(DEFAULT_THRESHOLDS[field]),
  );
  return (
    <Card>
      <BlockStack gap="400">
        {THRESHOLD_FIELDS.map((field) => (
          <TextField
            key={field}
            label={WORDS[field][0]}
            helpText={`Days ${WORDS[field][1]}`}
            type="number"
            inputMode="numeric"
            min={1}
            max={365}
            suffix="days"
            autoComplete="off"
            value={thresholds[field]}
            {...(errors[field] ? { error: errors[field] } : {})}
            onChange={(value) => onChange({ thresholds: { ...thresholds, [field]: value } })}
          />
        ))}
        <InlineStack gap="200" blockAlign="center">
          <Button
            disabled={isDefault}
            onClick={() =>
              onChange({
                thresholds: Object.fromEntries(
                  THRESHOLD_FIELDS.map((field) => [field, String(DEFAULT_THRESHOLDS[field])]),
                ) as SettingsDraft["thresholds"], // built from every field of the type
              })
            }
          >
            Use our defaults
          </Button>
          <Text as="span" tone="subdued">
            An order shows one flag: the worst that applies.
          </Text>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
