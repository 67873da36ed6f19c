/** An invented order to try texts on, with everything there is to say, or with the least. Pure. */
import type { LineFacts, MailFacts } from "./template-scope.ts";
import type { ShopperEvent } from "./shopper-events.ts";

const AT = new Date("2026-12-03T15:00:00Z");
const LATER = new Date("2026-12-12T15:00:00Z");

const LINES: readonly LineFacts[] = [
  { title: "Driftwood lamp", variantTitle: "Large", sku: "LAMP-L", quantity: 1 },
  { title: "Linen towel", variantTitle: "Default Title", sku: "TOWEL", quantity: 2 },
];

export function exampleFacts(event: ShopperEvent, isFull: boolean): MailFacts {
  const bare: MailFacts = {
    shopName: "Harbor & Pine",
    customerName: null,
    order: {
      name: "#1042",
      placedAt: AT,
      total: { amountMinor: 12_950n, currency: "USD" },
      lines: LINES,
    },
    parcel: null,
    refund: null,
    orderReturn: null,
    delay: null,
  };
  if (!isFull) return bare;
  return {
    ...bare,
    customerName: "Ana Costa",
    parcel: {
      carrier: "DHL",
      trackingNumber: "JJD000390007782",
      trackingUrl: "https://www.dhl.com/en/express/tracking.html?AWB=JJD000390007782",
      estimatedAt: LATER,
      deliveredAt: event === "delivered" ? LATER : null,
      lines: LINES,
    },
    refund: { amount: { amountMinor: 4_500n, currency: "USD" } },
    orderReturn: { name: "#1042-R1" },
    delay: { promisedAt: AT, newAt: LATER, choiceUrl: "https://example.com/choose" },
  };
}
