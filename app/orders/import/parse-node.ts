/** One line of an export as a node; null when it is none. Pure. */
import type { BulkNode } from "#app/shopify/mappers/map-bulk-groups.ts";

export function parseNode(line: string): BulkNode | null {
  try {
    const value = JSON.parse(line) as unknown;
    return isNode(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isNode(value: unknown): value is BulkNode {
  return (
    typeof value === "object" && value !== null && "id" in value && typeof value.id === "string"
  );
}
