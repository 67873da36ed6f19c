/** Puts the job that carries one intent out into the queue; a waiting one of the same intent is replaced. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { EnqueueCarryOut } from "./change-intent.server.ts";

export const enqueueCarryOut: EnqueueCarryOut = async (tx, request) => {
  const { shopId, intentId, orderGid, runAt } = request;
  await enqueueJob(tx, {
    name: "rails.carry-out",
    payload: { shopId: shopId.toString(), intentId: intentId.toString() },
    key: `intent:${shopId}:${intentId}`,
    runAt,
    ...(orderGid ? { queue: `order:${shopId}:${orderGid}` } : {}),
  });
};
