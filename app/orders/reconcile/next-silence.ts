/**
 * When a webhook topic counts as silent: the reconciler repaired several things the topic should have reported, and
 * nothing came over it since the first of them. A topic that delivers lost single webhooks, which happens. Pure.
 */

export type Silence = {
  readonly topic: string;
  /** orders whose change the topic did not report since it was last heard */
  readonly missed: number;
  readonly firstMissedAt: Date;
  readonly lastMissedAt: Date;
  /** null: never heard, as far as we remember */
  readonly lastDeliveryAt: Date | null;
  /** null: not enough to be an alarm */
  readonly raisedAt: Date | null;
};

export type Heard = {
  readonly topic: string;
  /** when what this round repaired had happened, one instant an order */
  readonly missedAt: readonly Date[];
  readonly lastDeliveryAt: Date | null;
  readonly now: Date;
};

// One loss is weather, two may be; three without a word between them is a broken subscription.
const ALARM_AT = 3;

/** The topic's silence after a round; null when there is none (any more). */
export function nextSilence(known: Silence | null, heard: Heard): Silence | null {
  const { topic, lastDeliveryAt, now } = heard;
  const isAfterWord = (at: Date) => lastDeliveryAt === null || at > lastDeliveryAt;
  const missedAt = heard.missedAt
    .filter(isAfterWord)
    .sort((one, other) => one.getTime() - other.getTime());
  const before = known && isAfterWord(known.lastMissedAt) ? known : null;
  const first = before?.firstMissedAt ?? missedAt[0];
  if (!first) return null;
  const missed = (before?.missed ?? 0) + missedAt.length;
  const last = missedAt.at(-1);
  return {
    topic,
    missed,
    firstMissedAt: first,
    lastMissedAt:
      before && (!last || before.lastMissedAt > last) ? before.lastMissedAt : (last ?? first),
    lastDeliveryAt,
    raisedAt: before?.raisedAt ?? (missed >= ALARM_AT ? now : null),
  };
}
