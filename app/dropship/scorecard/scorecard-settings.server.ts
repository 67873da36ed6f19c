/** How a shop weighs its suppliers. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { DEFAULT_WEIGHTS, type Weights } from "./assess-scorecard.ts";
import { weightsSchema } from "./evaluate-weights.ts";

export async function readWeights(tx: ShopTx, shopId: bigint): Promise<Weights> {
  const row = await tx.scorecardSettings.findUnique({ where: { shopId } });
  const parsed = weightsSchema.safeParse(row?.weights);
  return parsed.success ? parsed.data : DEFAULT_WEIGHTS;
}

export function saveWeights(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
  weights: Weights,
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const before = await readWeights(tx, shopId);
    const row = { weights: { ...weights }, savedAt: now, savedBy: staffId };
    await tx.scorecardSettings.upsert({
      where: { shopId },
      create: { shopId, ...row },
      update: row,
    });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "suppliers.scorecard",
      changedAt: now,
      before: { ...before },
      after: { ...weights },
    });
  });
}
