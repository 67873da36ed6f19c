/**
 * A seeded stream of numbers: the same seed gives the same shop on every machine. Not for secrets.
 */

export type RandomSource = {
  /** 0 inclusive to 1 exclusive. */
  next: () => number;
  /** Both ends inclusive. */
  integer: (min: number, max: number) => number;
  /** True with the given ratio, 0–1. */
  chance: (ratio: number) => boolean;
  pick: <Item>(items: readonly Item[]) => Item;
  /** Picks by weight; a weight of 0 is never picked. */
  weighted: <Item>(items: readonly (readonly [Item, number])[]) => Item;
  digits: (count: number) => string;
};

/** Starts a stream from any text. */
export function createRandomSource(seed: string): RandomSource {
  let state = hashSeed(seed);

  function next(): number {
    // mulberry32: 32 bits of state are plenty for some hundred thousand draws.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1));
  }

  function pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error("cannot pick from an empty list");
    return items[integer(0, items.length - 1)] as Item; // the index is in range: the list is not empty
  }

  function weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let left = next() * total;
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new Error("cannot pick: no positive weight");
  }

  return {
    next,
    integer,
    pick,
    weighted,
    chance: (ratio) => next() < ratio,
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(""),
  };
}

/** FNV-1a, 32 bits. */
function hashSeed(seed: string): number {
  let hash = 0x811c9dc5;
  for (const char of seed) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
