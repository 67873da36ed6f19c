/** Decides whether what we hear now replaces what we know. Rule: docs/architecture.md, "Whose word counts". Pure. */

export type Word = {
  /** Shopify's own, in whole seconds; null where it gives none */
  readonly updatedAt: Date | null;
  /** when it was true: our request's beginning, or the webhook's trigger */
  readonly asOf: Date;
};

/** True when `heard` may replace `known`. Different `updatedAt` decide; otherwise the later or equal `asOf` wins. */
export function isLaterWord(known: Word | null, heard: Word): boolean {
  if (!known) return true;
  const [knownAt, heardAt] = [known.updatedAt?.getTime(), heard.updatedAt?.getTime()];
  if (knownAt !== undefined && heardAt !== undefined && knownAt !== heardAt)
    return heardAt > knownAt;
  return heard.asOf.getTime() >= known.asOf.getTime();
}

/** Rows a complete read does not name, unless we heard of them after it began. */
export function goneGids(
  known: readonly { readonly gid: string; readonly asOf: Date }[],
  told: readonly { readonly gid: string }[],
  asOf: Date,
): string[] {
  const named = new Set(told.map(({ gid }) => gid));
  return known.filter((row) => !named.has(row.gid) && row.asOf <= asOf).map(({ gid }) => gid);
}
