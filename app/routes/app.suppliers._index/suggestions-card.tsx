import { Banner, BlockStack, Button, Card, Checkbox, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { Suggestion, Suggestions } from "#app/dropship/suppliers/suggest-suppliers.server.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";

const GROUPS = [
  { kind: "vendor", title: "Vendors of your products" },
  { kind: "location", title: "Locations that ship" },
  { kind: "carrier", title: "Tracking companies" },
] as const;

type SuggestionsCardProps = { suggestions: Suggestions; isLocked: boolean };

/** Who might be a supplier, by the orders there are. One click assigns their history. */
export function SuggestionsCard({ suggestions, isLocked }: SuggestionsCardProps) {
  const { found, orders } = suggestions;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const vendors = found.filter(({ kind }) => kind === "vendor").length;
  // Whoever ships is nearly always a vendor; a warehouse or a carrier seldom is one.
  const [isAllShown, setIsAllShown] = useState(vendors === 0 || vendors === found.length);
  const form = useJsonForm("/app/suppliers?index");
  const chosen = found.filter((one) => ticked.has(keyOf(one)));

  function tick(one: Suggestion, isOn: boolean) {
    const next = new Set(ticked);
    if (isOn) next.add(keyOf(one));
    else next.delete(keyOf(one));
    setTicked(next);
  }

  if (found.length === 0)
    return (
      <Card>
        <NothingHere
          heading={orders === 0 ? "No orders to look through yet" : "Nobody left to suggest"}
          action={<Button url="/app/suppliers/new">Add a supplier by hand</Button>}
        >
          {orders === 0
            ? "As soon as orders are read, the vendors, locations and carriers in them are offered here."
            : "Everybody who shipped your orders is a supplier already."}
        </NothingHere>
      </Card>
    );
  return (
    <Card>
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        <Text as="h2" variant="headingMd">
          {describeFound(suggestions)}
        </Text>
        {GROUPS.map(({ kind, title }) => {
          const rows = found.filter((one) => one.kind === kind);
          if (rows.length === 0 || (kind !== "vendor" && !isAllShown)) return null;
          return (
            <BlockStack key={kind} gap="100">
              <Text as="h3" variant="headingSm">
                {title}
              </Text>
              {rows.map((one) => (
                <Checkbox
                  key={keyOf(one)}
                  label={one.name}
                  helpText={countOf(one.orders, "order")}
                  checked={ticked.has(keyOf(one))}
                  disabled={isLocked}
                  onChange={(isOn) => tick(one, isOn)}
                />
              ))}
            </BlockStack>
          );
        })}
        {isAllShown ? null : (
          <InlineStack>
            <Button variant="plain" onClick={() => setIsAllShown(true)}>
              {`Show ${countOf(found.length - vendors, "location and carrier", "locations and carriers")}`}
            </Button>
          </InlineStack>
        )}
        <InlineStack gap="200">
          <Button
            variant="primary"
            disabled={isLocked || chosen.length === 0}
            loading={form.isSaving}
            onClick={() =>
              form.send({
                intent: "adopt",
                ticked: chosen.map(({ kind, name }) => ({ kind, name })),
              })
            }
          >
            {chosen.length === 0
              ? "These are suppliers"
              : `Add ${countOf(chosen.length, "supplier")}`}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

const keyOf = ({ kind, name }: Suggestion) => `${kind}:${name}`;

function describeFound({ found, orders }: Suggestions): string {
  const vendors = found.filter(({ kind }) => kind === "vendor").length;
  const who = vendors > 0 ? countOf(vendors, "vendor") : countOf(found.length, "name");
  return `${who} shipped your last ${countOf(orders, "order")}. Tick the ones that are suppliers.`;
}
