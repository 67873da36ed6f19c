import {
  BlockStack,
  Button,
  Card,
  Checkbox,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { RANK_LABELS } from "#app/dropship/routing/rules/describe-rule.ts";
import { RANKS, type Rank, type RuleBody } from "#app/dropship/routing/rules/rule-body.ts";
import type { RuleFormState } from "./use-rule-form.ts";

type RankCardProps = { form: RuleFormState; isDisabled: boolean };

/** Who is chosen among those who may ship, and what may never happen. */
export function RankCard({ form, isDisabled }: RankCardProps) {
  const { rank, parcels, marginFloor, maxLeadTime, routesOnAuthorisation } = form.form;
  const left = RANKS.filter((one) => !rank.includes(one));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Who is chosen
        </Text>
        <ol aria-label="Compared in this order" className="ac-ranked">
          {rank.map((one, index) => (
            <li key={one}>
              <RankRow
                label={RANK_LABELS[one]}
                isFirst={index === 0}
                isOnly={rank.length === 1}
                isDisabled={isDisabled}
                onUp={() => form.change({ rank: moveUp(rank, index) })}
                onRemove={() => form.change({ rank: rank.filter((other) => other !== one) })}
              />
            </li>
          ))}
        </ol>
        {left.length > 0 ? (
          <Select
            label="Add a way to rank"
            disabled={isDisabled}
            placeholder="Choose"
            options={left.map((value) => ({ value, label: RANK_LABELS[value] }))}
            value=""
            onChange={(value) => {
              const added = RANKS.find((one) => one === value);
              if (added) form.change({ rank: [...rank, added] });
            }}
          />
        ) : null}
        <Select
          label="Parcels"
          disabled={isDisabled}
          options={PARCEL_OPTIONS}
          value={parcels}
          // One of the options above.
          onChange={(value) => form.change({ parcels: value as RuleBody["parcels"] })}
        />
        <TextField
          label="Margin that must be left after the goods' cost"
          suffix="%"
          inputMode="numeric"
          autoComplete="off"
          disabled={isDisabled}
          placeholder="0"
          helpText="Of what the shopper paid for the line, with tax where your prices include it."
          value={marginFloor}
          onChange={(value) => form.change({ marginFloor: value })}
        />
        <TextField
          label="Longest lead time"
          suffix="working days"
          inputMode="numeric"
          autoComplete="off"
          disabled={isDisabled}
          placeholder="Any"
          value={maxLeadTime}
          onChange={(value) => form.change({ maxLeadTime: value })}
        />
        <Checkbox
          label="Route as soon as the payment is authorised"
          helpText="Otherwise suppliers are asked once the payment is captured. A payment that is never captured leaves you with the supplier's bill."
          disabled={isDisabled}
          checked={routesOnAuthorisation}
          onChange={(value) => form.change({ routesOnAuthorisation: value })}
        />
      </BlockStack>
    </Card>
  );
}

const PARCEL_OPTIONS = [
  { label: "As many as it takes", value: "any" },
  { label: "One where possible", value: "single_preferred" },
  { label: "One only, else wait for a person", value: "single_required" },
];

function moveUp(rank: readonly Rank[], index: number): Rank[] {
  const moved = [...rank];
  const [one] = moved.splice(index, 1);
  if (one) moved.splice(index - 1, 0, one);
  return moved;
}

type RankRowProps = {
  label: string;
  isFirst: boolean;
  isOnly: boolean;
  isDisabled: boolean;
  onUp: () => void;
  onRemove: () => void;
};

function RankRow({ label, isFirst, isOnly, isDisabled, onUp, onRemove }: RankRowProps) {
  return (
    <InlineStack gap="300" blockAlign="center">
      <Text as="span">{label}</Text>
      {isFirst ? null : (
        <Button
          variant="plain"
          disabled={isDisabled}
          accessibilityLabel={`Move ${label} up`}
          onClick={onUp}
        >
          Up
        </Button>
      )}
      {isOnly ? null : (
        <Button
          variant="plain"
          disabled={isDisabled}
          accessibilityLabel={`Remove ${label}`}
          onClick={onRemove}
        >
          Remove
        </Button>
      )}
    </InlineStack>
  );
}
