/** Country names for pages. On the server only: browsers spell some of them in another way, and pages must not flicker. */
const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** ISO 3166 alpha-2 code → English name, for the codes given. What is not a code keeps its spelling. */
export function nameCountries(codes: readonly (string | null)[]): Record<string, string> {
  const known = codes.filter((code) => code !== null);
  return Object.fromEntries(known.map((code) => [code, nameOf(code)]));
}

function nameOf(code: string) {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
