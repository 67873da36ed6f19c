/** Where a finished bulk operation's result is fetched; null while it runs and when it has no rows. Valid seven days. */
import { createHmac } from "node:crypto";
import type { BulkOperation, ShopState } from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";

const VALID_S = 604_800;

export function bulkResultUrl(shop: ShopState, operation: BulkOperation): string | null {
  if (operation.status !== "COMPLETED" || operation.objectCount === 0 || !operation.completedAt)
    return null;
  const expires = Math.floor(Date.parse(operation.completedAt) / 1000) + VALID_S;
  return `https://${shop.domain}/__sandbox/bulk/${numericId(operation.id)}.jsonl?Expires=${expires}&Signature=${sign(operation.id, expires)}`;
}

/** True for a signature this sandbox made; expiry is the caller's to check against its clock. */
export function isBulkSignatureValid(
  operationId: string,
  expires: number,
  signature: string,
): boolean {
  return sign(operationId, expires) === signature;
}

function sign(id: string, expires: number): string {
  return createHmac("sha256", "sandbox-bulk-results").update(`${id} ${expires}`).digest("hex");
}
