import { BlockStack, ChoiceList, TextField } from "@shopify/polaris";
import type { OrderListFilters, OrderListPage } from "#app/orders/views.ts";
import { EXCEPTION_FLAGS } from "#app/orders/exception-flags.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { FLAG_WORDS } from "#app/ui/flag-words.ts";

type FilterName = keyof OrderListFilters;
type OnChange = (change: Partial<Record<FilterName, string | null>>) => void;
type Choices = OrderListPage["choices"];

type FilterContext = {
  filters: OrderListFilters;
  choices: Choices;
  countryNames: Readonly<Record<string, string>>;
  onChange: OnChange;
};

/** The filters of the order list as Polaris wants them: a control each, and a removable summary of those in use. */
export function listOrderFilters(context: FilterContext) {
  const { filters, choices, countryNames, onChange } = context;
  const asIs = (value: string) => value;
  const country = (code: string) => countryNames[code] ?? code;
  const flagLabel = (code: string) =>
    EXCEPTION_FLAGS.flatMap((flag) => (flag === code ? [FLAG_WORDS[flag].label] : []))[0] ?? code;
  const single = (
    key: FilterName,
    label: string,
    values: readonly string[],
    words: (value: string) => string,
  ) => ({ key, label, values: withSelected(values, filters[key]), words });
  const singles = [
    single("flag", "Flag", EXCEPTION_FLAGS, flagLabel),
    single("financial", "Payment", choices.financialStatuses, describeCode),
    single("fulfillment", "Fulfillment", choices.fulfillmentStatuses, describeCode),
    single("vendor", "Vendor", choices.vendors, asIs),
    single("country", "Country", choices.countries, country),
    single("tag", "Tag", choices.tags, asIs),
  ];
  return {
    filters: [
      ...singles.map(({ key, label, values, words }) => ({
        key,
        label,
        filter: (
          <ChoiceList
            title={label}
            titleHidden
            choices={values.map((value) => ({ label: words(value), value }))}
            selected={filters[key] ? [filters[key]] : []}
            onChange={([value]) => onChange({ [key]: value ?? null })}
          />
        ),
      })),
      { key: "placed", label: "Placed", filter: <PlacedFilter {...context} /> },
    ],
    appliedFilters: [
      ...singles.flatMap(({ key, label, words }) => {
        const value = filters[key];
        if (!value) return [];
        return [
          { key, label: `${label}: ${words(value)}`, onRemove: () => onChange({ [key]: null }) },
        ];
      }),
      ...appliedDates(filters, onChange),
    ],
  };
}

function PlacedFilter({ filters, onChange }: FilterContext) {
  return (
    <BlockStack gap="200">
      <TextField
        label="From"
        type="date"
        autoComplete="off"
        value={filters.placedFrom ?? ""}
        onChange={(value) => onChange({ placedFrom: value || null })}
      />
      <TextField
        label="To"
        type="date"
        autoComplete="off"
        value={filters.placedTo ?? ""}
        onChange={(value) => onChange({ placedTo: value || null })}
      />
    </BlockStack>
  );
}

function appliedDates({ placedFrom, placedTo }: OrderListFilters, onChange: OnChange) {
  if (!placedFrom && !placedTo) return [];
  const label = [placedFrom ? `from ${placedFrom}` : "", placedTo ? `to ${placedTo}` : ""]
    .filter(Boolean)
    .join(" ");
  return [
    {
      key: "placed",
      label: `Placed ${label}`,
      onRemove: () => onChange({ placedFrom: null, placedTo: null }),
    },
  ];
}

/** A value chosen earlier stays choosable when it has dropped out of the most frequent ones. */
function withSelected(values: readonly string[], selected: string | undefined) {
  return selected && !values.includes(selected) ? [selected, ...values] : values;
}
