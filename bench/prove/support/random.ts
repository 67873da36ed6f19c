/** Repeatable randomness (mulberry32): a proof that fails can be run again with the same seed. */
export type Random = {
  /** 0 inclusive to 1 exclusive */
  readonly ratio: () => number;
  /** `from` inclusive to `to` exclusive, whole numbers */
  readonly integer: (from: number, to: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  readonly bytes: (length: number) => Buffer;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function ratio(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const integer = (from: number, to: number) => from + Math.floor(ratio() * (to - from));
  return {
    ratio,
    integer,
    pick: (items) => {
      const item = items[integer(0, items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => integer(0, 256))),
  };
}
