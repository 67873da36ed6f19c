/** The order of two ids or sums, for `sort`. */
export const compare = <Value extends string | bigint>(a: Value, b: Value): number =>
  a < b ? -1 : a > b ? 1 : 0;
