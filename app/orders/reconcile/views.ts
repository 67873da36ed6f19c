/** What Home gets from the reconciler: plain JSON, instants as ISO 8601 in UTC. */

export type RoundView = {
  readonly kind: "round" | "nightly";
  readonly startedAt: string;
  readonly finishedAt: string;
  /** null for nightly rounds */
  readonly windowFrom: string | null;
  readonly ordersSeen: number;
  readonly fulfillmentOrdersSeen: number;
  readonly returnsSeen: number;
  /** orders that did not look as Shopify told them; some were only about to be updated */
  readonly differing: number;
  /** orders that were wrong and are right now, in all and by what was wrong */
  readonly repaired: number;
  readonly repairedByKind: Readonly<Record<string, number>>;
  /** Admin API points */
  readonly pointsUsed: number;
};

export type LastRoundView = {
  /** the mirror holds everything that Shopify had changed until then; null = never compared */
  readonly comparedUntil: string | null;
  readonly lastRound: RoundView | null;
  readonly lastNightly: RoundView | null;
  /** why the newest try of a round ended without a result; null when it did not */
  readonly failedReason: string | null;
};

export type SilentTopicView = {
  readonly topic: string;
  /** orders whose change it did not report */
  readonly missed: number;
  readonly silentSince: string;
  /** null: nothing ever came, as far as is remembered */
  readonly lastDeliveryAt: string | null;
  readonly raisedAt: string;
};
