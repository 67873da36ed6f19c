import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import type { useJsonForm } from "#app/ui/use-json-form.ts";

type ActsCardProps = {
  order: PurchaseOrderView;
  isLocked: boolean;
  form: ReturnType<typeof useJsonForm>;
};

const CAN_GO_AGAIN = ["sending", "sent", "accepted", "shipped", "failed"];
const CAN_BE_NUDGED = ["sent", "accepted"];
const CAN_BE_REVOKED = ["approval", "queued", "sending", "sent", "accepted", "failed"];

/** What can be done now, and nothing else. */
export function ActsCard({ order, isLocked, form }: ActsCardProps) {
  const { state, purchaseOrderId, lines } = order;
  const send = (act: string) => form.send({ act, ids: [purchaseOrderId] });
  const isTracked = lines.some(({ trackedUnits }) => trackedUnits > 0);
  const canRevoke = CAN_BE_REVOKED.includes(state) && !isTracked;
  const acts: readonly (readonly [isShown: boolean, act: string, label: string])[] = [
    [order.needsYes, "send", "Approve"],
    [state === "queued" && !order.needsYes, "send", "Send now"],
    [state === "failed", "send", "Try again"],
    [state === "queued" && !order.needsYes, "hold", "Hold back"],
    [CAN_BE_NUDGED.includes(state), "nudge", "Nudge supplier"],
    [CAN_GO_AGAIN.includes(state), "send_again", "Send again as a copy"],
    [order.isAddressAsked, "settle_address", "Address question answered"],
  ];
  const shown = acts.filter(([isShown]) => isShown);
  if (shown.length === 0 && !canRevoke) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What you can do
        </Text>
        {shown.map(([, act, label], index) => (
          <Button
            key={label}
            fullWidth
            variant={index === 0 && (act === "send" || act === "nudge") ? "primary" : "secondary"}
            disabled={isLocked || form.isSaving}
            onClick={() => send(act)}
          >
            {label}
          </Button>
        ))}
        {canRevoke ? <Revoke order={order} isLocked={isLocked} form={form} /> : null}
      </BlockStack>
    </Card>
  );
}

function Revoke({ order, isLocked, form }: ActsCardProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  if (!isOpen)
    return (
      <Button fullWidth tone="critical" disabled={isLocked} onClick={() => setIsOpen(true)}>
        Revoke…
      </Button>
    );
  return (
    <BlockStack gap="200">
      <TextField
        label="Why do you revoke it?"
        helpText="The supplier reads this. The lines are then planned again."
        autoComplete="off"
        multiline={2}
        maxLength={300}
        value={reason}
        error={form.errors["reason"] ?? ""}
        onChange={setReason}
      />
      <Button
        fullWidth
        variant="primary"
        tone="critical"
        disabled={isLocked}
        loading={form.isSaving}
        onClick={() => form.send({ act: "revoke", ids: [order.purchaseOrderId], reason })}
      >
        Revoke purchase order
      </Button>
      <Button fullWidth variant="plain" onClick={() => setIsOpen(false)}>
        Keep it
      </Button>
    </BlockStack>
  );
}
