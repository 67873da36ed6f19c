/** `@idempotent(key:)`: required on some mutations since 2026-04; an answer is kept 24 hours per app and shop. */
import { nowMs } from "#sandbox/store/clock.ts";
import { createHash } from "node:crypto";
import type { UserError } from "#sandbox/store/types.ts";
import { apiError } from "./errors.ts";
import type { Context, Loose } from "./context.ts";
import { findNode } from "./find-node.ts";

const KEPT_MS = 86_400_000;
export const REQUIRE_KEY = new Set([
  "inventoryActivate",
  "inventoryAdjustQuantities",
  "inventoryMoveQuantities",
  "inventorySetOnHandQuantities",
  "inventorySetQuantities",
  "inventoryShipmentAddItems",
  "inventoryShipmentCreate",
  "inventoryShipmentCreateInTransit",
  "inventoryShipmentReceive",
  "inventoryTransferCreate",
  "inventoryTransferCreateAsReadyToShip",
  "inventoryTransferDuplicate",
  "inventoryTransferSetItems",
  "locationActivate",
  "locationDeactivate",
  "refundCreate",
]);

type Payload = Record<string, Loose>;

/** Runs the mutation once per key. `errorField` is the payload's list of user errors. */
export function onceByKey(
  context: Context,
  field: string,
  key: string | null,
  args: unknown,
  errorField: string,
  run: () => Payload,
): Payload {
  if (key === null || !REQUIRE_KEY.has(field)) {
    const isRequired = REQUIRE_KEY.has(field) && context.apiVersion >= "2026-04";
    if (isRequired) {
      throw apiError(
        "The @idempotent directive is required for this mutation but was not provided.",
        "BAD_REQUEST",
      );
    }
    return run();
  }
  if (key.trim() === "") throw apiError("The idempotency key can't be blank.", "BAD_REQUEST"); // guess: text
  const slot = `${context.installation.appId} ${key}`;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([field, args]))
    .digest("hex");
  const found = context.shop.idempotency.get(slot);
  const atMs = nowMs(context.world);
  if (found && atMs - found.atMs < KEPT_MS) {
    if (found.fingerprint !== fingerprint) {
      return refusal(
        errorField,
        "The same idempotency key cannot be used with different operation parameters.",
        "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
      ); // guess: text
    }
    if (found.state === "DONE") return revive(context, found.answer as Payload); // written below
    if (found.state === "FAILED") {
      return refusal(
        errorField,
        "The previous attempt with this idempotency key failed. Use a new key.",
        "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED",
      ); // guess: text
    }
  }
  const payload = run();
  const failed = ((payload[errorField] as UserError[] | undefined) ?? []).length > 0;
  // Guess: a refusal does not use the key up; only a success is remembered.
  if (!failed) {
    context.shop.idempotency.set(slot, {
      fingerprint,
      field,
      state: "DONE",
      answer: keep(payload),
      atMs,
    });
  }
  return payload;
}

function refusal(errorField: string, message: string, code: string): Payload {
  return { [errorField]: [{ field: null, message, code }] };
}

/** Objects are kept by id, so that a replay shows today's state. */
function keep(payload: Payload): Payload {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      typeof value?.id === "string" ? { keptGid: value.id as string } : value,
    ]),
  );
}

function revive(context: Context, kept: Payload): Payload {
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [
      name,
      typeof value?.keptGid === "string" ? findNode(context, value.keptGid as string) : value,
    ]),
  );
}
