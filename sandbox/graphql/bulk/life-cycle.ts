/**
 * How a bulk operation moves on: CREATED → RUNNING → COMPLETED, or CANCELING → CANCELED. The worker takes a turn shortly after
 * the start, and at the second read of the same status, so that tests need not wait (observed: the first read shows CREATED).
 */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type { BulkOperation } from "#sandbox/store/types.ts";
import type { Context } from "#sandbox/graphql/context.ts";
import { writeResult } from "./write-result.ts";

/** How long the background worker waits before it starts. Long enough for a client to see CREATED. */
const START_MS = 400;

export function startLater(context: Context, operation: BulkOperation): void {
  context.world.schedule(START_MS, () => finish(context, operation));
}

/** A read of an operation that was read before in this state finds the worker done with it. */
export function takeTurnOnRead(context: Context, operation: BulkOperation): void {
  if (operation.reads > 0) finish(context, operation);
  operation.reads += 1;
}

function finish(context: Context, operation: BulkOperation): void {
  const { world, shop } = context;
  if (operation.status === "CANCELING") {
    // Observed: what was counted stays visible, the file does not.
    writeResult(context, operation);
    operation.result = null;
    operation.fileSize = null;
    operation.status = "CANCELED";
    announce();
    return;
  }
  if (operation.status !== "CREATED" && operation.status !== "RUNNING") return;
  operation.status = "RUNNING";
  const errorCode = writeResult(context, operation);
  operation.status = errorCode ? "FAILED" : "COMPLETED";
  operation.errorCode = errorCode;
  operation.completedAt = now(world);
  announce();

  function announce(): void {
    if (!shop.bulkOperations.has(operation.id)) return;
    emit(world, shop, { topic: "bulk_operations/finish", id: operation.id });
  }
}
