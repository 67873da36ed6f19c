/** Forgets what nobody comes back for: uploads that never ended, refused rows of old files, answers kept for repeats. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";

const UPLOAD_DAYS = 1;
// Long enough to take the refused rows up with the supplier.
const ROWS_DAYS = 30;
const ANSWER_DAYS = 2;

export async function tidyFeeds(tx: ShopTx, shopId: bigint, now: Date): Promise<void> {
  const unfinished = await tx.feedRun.findMany({
    where: { shopId, state: "arriving", createdAt: { lt: addDays(now, -UPLOAD_DAYS) } },
    select: { id: true },
  });
  const runId = { in: unfinished.map(({ id }) => id) };
  await tx.feedPart.deleteMany({ where: { shopId, runId } });
  await tx.feedRun.updateMany({
    where: { shopId, id: runId },
    data: { state: "dropped", finishedAt: now },
  });
  await tx.$executeRaw`
    delete from feed_rows r using feed_runs f
    where r.shop_id = ${shopId} and f.shop_id = r.shop_id and f.id = r.run_id
      and f.finished_at < ${addDays(now, -ROWS_DAYS)}`;
  await tx.offerCall.deleteMany({
    where: { shopId, answeredAt: { lt: addDays(now, -ANSWER_DAYS) } },
  });
}
