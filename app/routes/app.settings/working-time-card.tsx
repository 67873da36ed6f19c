import {
  BlockStack,
  Button,
  Card,
  ChoiceList,
  InlineStack,
  Select,
  Tag,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { formatCalendarDate } from "#app/ui/format-instant.ts";
import {
  addHoliday,
  type HolidayRefusal,
  type SettingsAnswer,
  type SettingsDraft,
} from "./settings-draft.ts";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const REFUSAL_WORDS = {
  not_a_date: "Choose a date.",
  already_there: "This date is in the list already.",
} as const satisfies Record<HolidayRefusal, string>;

type WorkingTimeCardProps = {
  draft: SettingsDraft;
  errors: SettingsAnswer["errors"];
  /** every zone the server knows; browsers know other ones */
  timeZones: readonly string[];
  shopifyTimeZone: string;
  onChange: (change: Partial<SettingsDraft>) => void;
};

export function WorkingTimeCard(props: WorkingTimeCardProps) {
  const { draft, errors, timeZones, shopifyTimeZone, onChange } = props;
  return (
    <Card>
      <BlockStack gap="400">
        <Select
          label="Time zone"
          options={[
            { label: `As in Shopify (${describeZone(shopifyTimeZone)})`, value: "" },
            ...timeZones.map((zone) => ({ label: describeZone(zone), value: zone })),
          ]}
          value={draft.timeZone}
          {...(errors.timeZone ? { error: errors.timeZone } : {})}
          onChange={(timeZone) => onChange({ timeZone })}
        />
        <ChoiceList
          allowMultiple
          title="Working days"
          choices={WEEKDAYS.map((label, index) => ({ label, value: String(index + 1) }))}
          selected={draft.workingDays.map(String)}
          {...(errors.workingDays ? { error: errors.workingDays } : {})}
          onChange={(days) => onChange({ workingDays: days.map(Number).sort((a, b) => a - b) })}
        />
        <Holidays
          holidays={draft.holidays}
          error={errors.holidays}
          onChange={(holidays) => onChange({ holidays })}
        />
      </BlockStack>
    </Card>
  );
}

const describeZone = (zone: string) => zone.replaceAll("_", " ");

type HolidaysProps = {
  holidays: readonly string[];
  error: string | undefined;
  onChange: (holidays: readonly string[]) => void;
};

function Holidays({ holidays, error, onChange }: HolidaysProps) {
  const [date, setDate] = useState("");
  const [refusal, setRefusal] = useState<HolidayRefusal | null>(null);

  const message = refusal ? REFUSAL_WORDS[refusal] : error;

  function add() {
    const added = addHoliday(holidays, date);
    setRefusal(added.ok ? null : added.refusal);
    if (!added.ok) return;
    onChange(added.holidays);
    setDate("");
  }

  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        Days off
      </Text>
      {holidays.length === 0 ? (
        <Text as="p" tone="subdued">
          None yet. Add the days on which nobody works, such as public holidays.
        </Text>
      ) : (
        <InlineStack gap="100">
          {holidays.map((holiday) => (
            <Tag
              key={holiday}
              accessibilityLabel={`Remove ${formatCalendarDate(holiday)}`}
              onRemove={() => onChange(holidays.filter((other) => other !== holiday))}
            >
              {formatCalendarDate(holiday)}
            </Tag>
          ))}
        </InlineStack>
      )}
      <div style={{ maxWidth: "20rem" }}>
        <TextField
          label="Add a day off"
          type="date"
          autoComplete="off"
          value={date}
          onChange={setDate}
          {...(message ? { error: message } : {})}
          connectedRight={<Button onClick={add}>Add</Button>}
        />
      </div>
    </BlockStack>
  );
}
