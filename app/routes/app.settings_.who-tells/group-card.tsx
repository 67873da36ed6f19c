import { BlockStack, Card, Link, Select } from "@shopify/polaris";
import {
  shopperEvent,
  type Owner,
  type Owners,
  type ShopperEvent,
} from "#app/messages/shopper-events.ts";

const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  aftercare: "Aftercare",
  shopify: "Shopify",
  other_app: "Another app",
  nobody: "Nobody",
};

type GroupCardProps = {
  events: readonly ShopperEvent[];
  owners: Owners;
  isLocked: boolean;
  onChange: (event: ShopperEvent, owner: Owner) => void;
};

/** Who writes, event by event. */
export function GroupCard({ events, owners, isLocked, onChange }: GroupCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        {events.map((event) => {
          const { title, when, choices, isLegal } = shopperEvent(event);
          const isRisky = isLegal && owners[event] === "nobody";
          return (
            <BlockStack key={event} gap="100">
              <Select
                label={title}
                helpText={when}
                disabled={isLocked}
                options={choices.map((owner) => ({ value: owner, label: OWNER_WORDS[owner] }))}
                value={owners[event]}
                {...(isRisky
                  ? { error: "Without this notice you may have to refund, whatever was agreed." }
                  : {})}
                onChange={(value) => {
                  const owner = choices.find((choice) => choice === value);
                  if (owner) onChange(event, owner);
                }}
              />
              {owners[event] === "aftercare" ? (
                <Link
                  url={`/app/settings/templates/${event}`}
                >{`What the “${title}” mail says`}</Link>
              ) : null}
            </BlockStack>
          );
        })}
      </BlockStack>
    </Card>
  );
}
