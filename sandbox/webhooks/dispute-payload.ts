/** Chargebacks and inquiries. */
import type { Dispute, ShopState } from "#sandbox/store/types.ts";
import {
  amountText,
  idNumber,
  timestamp,
  timestampOrNull,
  word,
  type Payload,
} from "./payload-values.ts";

/** The card network's code for the reason. Source: Visa and Mastercard chargeback guides, the commonest code each. */
const NETWORK_CODES: Record<string, string> = {
  FRAUDULENT: "4837",
  PRODUCT_NOT_RECEIVED: "4855",
  PRODUCT_UNACCEPTABLE: "4853",
  DUPLICATE: "4834",
  CREDIT_NOT_PROCESSED: "4860",
  SUBSCRIPTION_CANCELED: "4841",
  UNRECOGNIZED: "4863",
};

export function disputePayload(shop: ShopState, dispute: Dispute): Payload {
  return {
    id: idNumber(dispute.id),
    order_id: idNumber(dispute.orderId),
    type: word(dispute.type),
    amount: amountText(dispute.amount.amountMinor, dispute.amount.currency),
    currency: dispute.amount.currency,
    reason: word(dispute.reason),
    network_reason_code: NETWORK_CODES[dispute.reason] ?? null,
    status: word(dispute.status),
    evidence_due_by: timestampOrNull(shop, dispute.evidenceDueBy),
    evidence_sent_on: timestampOrNull(shop, dispute.evidenceSentOn),
    finalized_on: timestampOrNull(shop, dispute.finalizedOn),
    initiated_at: timestamp(shop, dispute.initiatedAt),
  };
}
