/** Compares a payload with a sample: keys and kinds of values, all the way down. Lists each difference by its path. */

export type ShapeDifference = { path: string; difference: string };

export function compareShapes(sample: unknown, payload: unknown, path = ""): ShapeDifference[] {
  if (sample === null) return []; // the sample does not tell
  const wanted = kindOf(sample);
  const got = kindOf(payload);
  if (wanted !== got) return [{ path, difference: `${wanted} in the sample, ${got} here` }];
  if (Array.isArray(sample) && Array.isArray(payload)) return compareLists(sample, payload, path);
  if (!isRecord(sample) || !isRecord(payload)) return [];
  const keys = [...new Set([...Object.keys(sample), ...Object.keys(payload)])];
  return keys.flatMap((key) => {
    const at = path ? `${path}.${key}` : key;
    if (!(key in payload)) return [{ path: at, difference: "missing here" }];
    if (!(key in sample)) return [{ path: at, difference: "not in the sample" }];
    return compareShapes(sample[key], payload[key], at);
  });
}

/** Every entry is held against the sample's entry it fits best. */
function compareLists(sample: unknown[], payload: unknown[], path: string): ShapeDifference[] {
  if (payload.length === 0) return [];
  if (sample.length === 0) return [{ path: `${path}[]`, difference: "the sample's list is empty" }];
  return payload.flatMap((item) => {
    const tries = sample.map((entry) => compareShapes(entry, item, `${path}[]`));
    return tries.reduce((best, next) => (next.length < best.length ? next : best));
  });
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
