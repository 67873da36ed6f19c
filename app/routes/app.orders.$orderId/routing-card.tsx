import {
  Badge,
  BlockStack,
  Collapsible,
  Button,
  Divider,
  InlineStack,
  Link,
  Text,
  type BadgeProps,
} from "@shopify/polaris";
import { useId, useState } from "react";
import type { PlanView, ReasonView, RoutingView } from "#app/dropship/routing/routing-view.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { describeCode } from "#app/ui/describe-code.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { RoutingOverride } from "./routing-override.tsx";
import { RoutingPlan } from "./routing-plan.tsx";
import { SectionCard } from "./section-card.tsx";

const TONES: Readonly<Record<RoutingView["state"], BadgeProps["tone"]>> = {
  waiting: "info",
  held: "warning",
  partly: "warning",
  routed: "success",
  done: "success",
  before_aftercare: "attention",
  not_ours: "attention",
};

type RoutingCardProps = { orderId: string; routing: RoutingView; canDecide: boolean };

/** Who ships what, why, and what somebody can do about what waits. */
export function RoutingCard({ orderId, routing, canDecide }: RoutingCardProps) {
  const [plan, ...earlier] = routing.plans;
  const tone = TONES[routing.state];
  return (
    <SectionCard title="Suppliers">
      <InlineStack gap="200">
        <Badge {...(tone ? { tone } : {})}>{routing.stateLabel}</Badge>
      </InlineStack>
      {routing.reasons.map((reason, index) => (
        <Reason key={index} reason={reason} />
      ))}
      <PurchaseOrders routing={routing} />
      {plan ? (
        <>
          <Divider />
          <RoutingPlan plan={plan} />
        </>
      ) : null}
      {earlier.length > 0 ? <Earlier plans={earlier} /> : null}
      {routing.open.length > 0 && canDecide ? (
        <>
          <Divider />
          <RoutingOverride orderId={orderId} open={routing.open} />
        </>
      ) : null}
    </SectionCard>
  );
}

function Reason({ reason }: { reason: ReasonView }) {
  return (
    <BlockStack gap="100">
      {reason.line ? (
        <Text as="h3" variant="headingSm" breakWord>
          {reason.line}
        </Text>
      ) : null}
      <Text as="p" breakWord>
        {reason.text}
      </Text>
      {reason.fixes.length > 0 ? (
        <InlineStack gap="300">
          {reason.fixes.map(({ label, url }) => (
            <Link key={`${label} ${url}`} url={url}>
              {label}
            </Link>
          ))}
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

function PurchaseOrders({ routing: { purchaseOrders } }: { routing: RoutingView }) {
  return purchaseOrders.map(({ id, number, supplier, state, units, placement }) => (
    <BlockStack key={id} gap="100">
      <InlineStack gap="200" align="space-between">
        <Text as="p" breakWord>
          <Link url={`/app/purchase-orders/${id}`}>{number}</Link>
          {` · ${supplier} · ${countOf(units, "unit")}`}
        </Text>
        <Badge>{describeCode(state)}</Badge>
      </InlineStack>
      {placement.map((sentence) => (
        <Text key={sentence} as="p" tone="subdued" breakWord>
          {sentence}
        </Text>
      ))}
    </BlockStack>
  ));
}

function Earlier({ plans }: { plans: readonly PlanView[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <BlockStack gap="200">
      <InlineStack>
        <Button
          variant="plain"
          disclosure={isOpen ? "up" : "down"}
          ariaExpanded={isOpen}
          ariaControls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {countOf(plans.length, "earlier plan")}
        </Button>
      </InlineStack>
      <Collapsible id={id} open={isOpen}>
        <BlockStack gap="200">
          {plans.map(({ version, cause, person, decidedAt, total }) => (
            <Text key={version} as="p" tone="subdued" breakWord>
              {`Plan ${version}: ${cause}${person ? ` (${person})` : ""}, ${total}, `}
              <ShopTime at={decidedAt} style="short" />
            </Text>
          ))}
        </BlockStack>
      </Collapsible>
    </BlockStack>
  );
}
