/** Runs the inner query over the store and writes its JSONL: one line a node, children after their parent with `__parentId`. */
import type { BulkOperation } from "#sandbox/store/types.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { checkBulkQuery } from "./check-query.ts";

type Line = { value: Record<string, Loose>; parentId: string | null; children: Line[] };

/** Fills the operation's result and counts. An error code when it fails. */
export function writeResult(
  context: Context,
  operation: BulkOperation,
): BulkOperation["errorCode"] {
  if (operation.type === "MUTATION") return null;
  const checked = checkBulkQuery(operation.query);
  if (!checked.ok) return "INTERNAL_SERVER_ERROR";
  const inner: Context = {
    ...context,
    scopes: new Set(operation.scopes),
    isBulk: true,
    searchNotes: [],
    afterwards: [],
  };
  const result = context.perform(inner, checked.query.document, checked.query.operation, {});
  const denied = result.errors?.some((error) => error.extensions?.code === "ACCESS_DENIED");
  const data = result.data as Record<string, Loose> | null;
  if (denied && (!data || Object.values(data).every((value) => value === null)))
    return "ACCESS_DENIED";
  if (result.errors?.some((error) => error.extensions?.code === "INTERNAL_SERVER_ERROR"))
    return "INTERNAL_SERVER_ERROR";
  const roots = Object.values(data ?? {}).flatMap((value) => readConnections(value));
  const lines = operation.groupObjects ? depthFirst(roots) : breadthByParent(roots);
  operation.rootObjectCount = roots.length;
  operation.objectCount = lines.length;
  operation.result = lines.map((line) => `${toJson(line)}\n`).join("");
  operation.fileSize = Buffer.byteLength(operation.result);
  return null;
}

/** A connection anywhere below a root field that is none itself, e.g. `shop { orders }`. */
function readConnections(value: Loose): Line[] {
  if (!value || typeof value !== "object") return [];
  if (isConnection(value)) return readLines(value, null);
  return Object.values(value as object).flatMap((inner) => readConnections(inner as Loose));
}

const isConnection = (value: Loose): boolean =>
  Boolean(value) &&
  typeof value === "object" &&
  Array.isArray(value.edges) &&
  value.edges.every((edge: Loose) => edge && "node" in edge);

function readLines(connection: Loose, parentId: string | null): Line[] {
  return (connection.edges as Loose[]).map((edge) => {
    const { plain, nested } = separate(edge.node as Record<string, Loose>);
    const id = typeof plain.id === "string" ? plain.id : null;
    return { value: plain, parentId, children: nested.flatMap((inner) => readLines(inner, id)) };
  });
}

/** What stays on the line, and the connections that become lines of their own. */
function separate(node: Record<string, Loose>): { plain: Record<string, Loose>; nested: Loose[] } {
  const nested: Loose[] = [];
  const strip = (value: Loose): Loose => {
    if (!value || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(strip);
    const kept: Record<string, Loose> = {};
    for (const [key, inner] of Object.entries(value as Record<string, Loose>)) {
      if (isConnection(inner)) nested.push(inner);
      else kept[key] = strip(inner);
    }
    return kept;
  };
  return { plain: strip(node) as Record<string, Loose>, nested };
}

/** Children directly below their parent. */
function depthFirst(lines: Line[]): Line[] {
  return lines.flatMap((line) => [line, ...depthFirst(line.children)]);
}

/** Parents come before their children; children need not follow at once: whole levels after each other. */
function breadthByParent(lines: Line[]): Line[] {
  const out: Line[] = [];
  for (let level = lines; level.length > 0; level = level.flatMap((line) => line.children))
    out.push(...level);
  return out;
}

/** Shopify's encoder escapes slashes and keeps letters of every script as they are. */
function toJson(line: Line): string {
  const value = line.parentId === null ? line.value : { ...line.value, __parentId: line.parentId };
  return JSON.stringify(value).replaceAll("/", "\\/");
}
