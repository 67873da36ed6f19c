/** Which version answers a request for a version: expired ones fall forward to the oldest supported, as Shopify does. */
export const SUPPORTED_VERSIONS = ["2026-01", "2026-04", "2026-07", "2026-10"] as const;
const PATTERN = /^\d{4}-(01|04|07|10)$/;

/** Every version runs on the 2026-07 schema; the number only decides run-time rules and the reply's header. */
export function resolveVersion(asked: string): { answered: string; isKnown: boolean } {
  if (asked === "unstable") return { answered: "unstable", isKnown: true };
  if (!PATTERN.test(asked)) return { answered: "2026-07", isKnown: false };
  const oldest = SUPPORTED_VERSIONS[0];
  const newest = SUPPORTED_VERSIONS[SUPPORTED_VERSIONS.length - 1] ?? oldest;
  if (asked < oldest) return { answered: oldest, isKnown: true };
  return { answered: asked, isKnown: asked <= newest };
}
