/** Throws when we were wrong about our own state. Never for bad input: that is refused. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
