import { BlockStack, Button, Collapsible, InlineStack, List, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { ConsideredView, PlanView } from "#app/dropship/routing/routing-view.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

/** One plan: what it costs, and for each line every supplier that was looked at. */
export function RoutingPlan({ plan }: { plan: PlanView }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const rule = plan.ruleVersion === 0 ? "the first rule" : `rule version ${plan.ruleVersion}`;
  return (
    <BlockStack gap="200">
      <Text as="p" breakWord>
        {`Plan ${plan.version} by ${plan.person ?? rule}: ${plan.total} (${plan.parts}), ${countOf(plan.parcels, "parcel")}.`}
      </Text>
      <Text as="p" tone="subdued">
        {`${plan.cause} · `}
        <ShopTime at={plan.decidedAt} style="short" />
        {plan.isProvenBest ? "" : " · a better plan may exist"}
      </Text>
      <InlineStack>
        <Button
          variant="plain"
          disclosure={isOpen ? "up" : "down"}
          ariaExpanded={isOpen}
          ariaControls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          Why these suppliers
        </Button>
      </InlineStack>
      <Collapsible id={id} open={isOpen}>
        <BlockStack gap="300">
          {plan.lines.map(({ lineGid, title, considered }) => (
            <BlockStack key={lineGid} gap="100">
              <Text as="h3" variant="headingSm" breakWord>
                {title}
              </Text>
              <List>
                {considered.map((one) => (
                  <List.Item key={one.supplierId}>
                    <Text as="span" breakWord tone={one.assignedUnits > 0 ? "base" : "subdued"}>
                      {describe(one)}
                    </Text>
                  </List.Item>
                ))}
              </List>
            </BlockStack>
          ))}
        </BlockStack>
      </Collapsible>
    </BlockStack>
  );
}

function describe({ supplier, assignedUnits, dropped, wouldCost }: ConsideredView): string {
  if (dropped !== null) return `${supplier}: ${dropped}.`;
  const cost = wouldCost === null ? "" : ` The whole line alone would cost ${wouldCost}.`;
  return assignedUnits > 0
    ? `${supplier} ships ${countOf(assignedUnits, "unit")}.${cost}`
    : `${supplier} could have shipped it.${cost}`;
}
