/** Access scopes in words, one row per kind of record, for the install screen. */

export type ScopeRow = { what: string; verbs: string };

export function describeScopes(scopes: readonly string[]): ScopeRow[] {
  const verbs = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const [, verb, subject] = /^(?:unauthenticated_)?(read|write)_(.+)$/.exec(scope) ?? [];
    if (!verb || !subject) continue;
    const known = verbs.get(subject) ?? new Set();
    known.add(verb);
    verbs.set(subject, known);
  }
  return [...verbs].map(([subject, known]) => ({
    what: subject.replaceAll("_", " "),
    verbs: known.has("write") ? "View and edit" : "View",
  }));
}
