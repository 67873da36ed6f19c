/** What suppliers offered on a day in the past; where nobody knows, today's, marked. Pure. */
import type { OfferFacts } from "#app/dropship/routing/build-supply.ts";
import { offerKey } from "#app/dropship/routing/build-supply.ts";

export type PastState = {
  readonly supplierId: bigint;
  readonly variantGid: string;
  readonly seenAt: Date;
  readonly costMinor: bigint | null;
  readonly stockUnits: number | null;
  readonly leadTimeDays: number | null;
  readonly isActive: boolean;
};

export type PastOffers = {
  /** Offers of these variants as they were at the instant; `ofToday`: variants of which some offer is today's. */
  readonly at: (
    variantGids: readonly string[],
    instant: Date,
  ) => { readonly offers: readonly OfferFacts[]; readonly ofToday: ReadonlySet<string> };
};

/** `history`: states in any order; `today`: offers as they are, without what is ordered and not yet told. */
export function pastOffers(
  today: readonly OfferFacts[],
  history: readonly PastState[],
): PastOffers {
  const states = new Map<string, PastState[]>();
  for (const state of [...history].sort((a, b) => a.seenAt.getTime() - b.seenAt.getTime()))
    push(states, offerKey(state.supplierId, state.variantGid), state);
  const byVariant = new Map<string, OfferFacts[]>();
  for (const offer of today) push(byVariant, offer.variantGid, { ...offer, orderedUnits: 0 });
  return {
    at(variantGids, instant) {
      const ofToday = new Set<string>();
      const offers = variantGids.flatMap((variantGid) =>
        (byVariant.get(variantGid) ?? []).flatMap((offer): OfferFacts[] => {
          const known = states.get(offerKey(offer.supplierId, variantGid)) ?? [];
          const state = findState(known, instant);
          if (!state) {
            ofToday.add(variantGid);
            return [offer];
          }
          const { costMinor, stockUnits, leadTimeDays, isActive } = state;
          return isActive ? [{ ...offer, costMinor, stockUnits, leadTimeDays }] : [];
        }),
      );
      return { offers, ofToday };
    },
  };
}

/** The last state that began at or before the instant. */
function findState(states: readonly PastState[], instant: Date): PastState | null {
  let low = 0;
  let high = states.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const state = states[middle];
    if (state && state.seenAt <= instant) low = middle + 1;
    else high = middle;
  }
  return states[low - 1] ?? null;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
