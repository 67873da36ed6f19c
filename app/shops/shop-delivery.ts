/** A webhook about the shop itself, and what became of it. The shape the intake hands over and takes back. */
export type ShopDelivery = {
  readonly shopId: bigint;
  readonly shopDomain: string;
  /** When it happened at Shopify; null when the header was missing. */
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Uint8Array;
};

export type ShopDeliveryOutcome =
  | { readonly outcome: "applied" }
  | { readonly outcome: "ignored" | "parked"; readonly reason: string };

export const APPLIED = { outcome: "applied" } as const;
