/** Typed access to what an event tells beside its subject. A fact of another type counts as not told. */
import type { DomainEvent, FulfillmentHold } from "#sandbox/store/types.ts";

export type Facts = {
  text: (name: string) => string | null;
  texts: (name: string) => string[];
  count: (name: string) => number | null;
  flag: (name: string) => boolean;
  /** Lines with their units. */
  units: (name: string) => { id: string; quantity: number }[];
  /** Removed lines with how many went. */
  deltas: (name: string) => { id: string; delta: number }[];
  /** Fulfillment orders with the units asked of each. */
  intents: (name: string) => { id: string; units: { id: string; quantity: number }[] }[];
  hold: (name: string) => FulfillmentHold | null;
};

export function readFacts(event: DomainEvent): Facts {
  const facts = event.facts ?? {};
  const list = (name: string): unknown[] => (Array.isArray(facts[name]) ? facts[name] : []);
  return {
    text: (name) => (typeof facts[name] === "string" ? facts[name] : null),
    texts: (name) => list(name).filter((value) => typeof value === "string"),
    count: (name) => (typeof facts[name] === "number" ? facts[name] : null),
    flag: (name) => facts[name] === true,
    units: (name) =>
      list(name)
        .filter(isUnits)
        .map(({ id, quantity }) => ({ id, quantity })),
    deltas: (name) =>
      list(name).flatMap((value) => {
        if (isUnits(value)) return [{ id: value.id, delta: value.quantity }];
        return isDelta(value) ? [{ id: value.id, delta: value.delta }] : [];
      }),
    intents: (name) =>
      list(name)
        .filter(isIntent)
        .map(({ id, units }) => ({ id, units: units.filter(isUnits) })),
    hold: (name) => (isHold(facts[name]) ? facts[name] : null),
  };
}

function isUnits(value: unknown): value is { id: string; quantity: number } {
  return isRecord(value) && typeof value.id === "string" && typeof value.quantity === "number";
}

function isDelta(value: unknown): value is { id: string; delta: number } {
  return isRecord(value) && typeof value.id === "string" && typeof value.delta === "number";
}

function isIntent(value: unknown): value is { id: string; units: unknown[] } {
  return isRecord(value) && typeof value.id === "string" && Array.isArray(value.units);
}

function isHold(value: unknown): value is FulfillmentHold {
  return isRecord(value) && typeof value.id === "string" && typeof value.reason === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
