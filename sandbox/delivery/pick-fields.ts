/** `include_fields` of a subscription: keeps the listed payload paths (`line_items.id`), arrays entered as they come. */
import { isRecord } from "#sandbox/http/respond.ts";

export function pickFields(payload: object, paths: readonly string[]): unknown {
  if (paths.length === 0) return payload;
  return pick(
    payload,
    paths.map((path) => path.split(".")),
  );
}

function pick(value: unknown, paths: string[][]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, paths));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([key, child]) => {
    const rest = paths.filter((path) => path[0] === key).map((path) => path.slice(1));
    return rest.length === 0 ? [] : [[key, pick(child, rest)] as const];
  });
  return Object.fromEntries(kept);
}
