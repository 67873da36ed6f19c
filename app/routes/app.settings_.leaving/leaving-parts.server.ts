/** Everything that has to be let go of before a shop leaves, one part a feature. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Rails } from "#app/rails/create-rails.server.ts";
import type { LeavingItem, LeavingPart } from "#app/shops/leaving/leaving-part.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { createHoldsPart } from "./holds-part.server.ts";

type LeavingDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly rails: Rails;
};

export type LeavingPartView = Pick<LeavingPart, "code" | "title" | "help" | "verb"> & {
  readonly items: readonly LeavingItem[];
};

const listParts = ({ rails }: Pick<LeavingDeps, "rails">): readonly LeavingPart[] => [
  createHoldsPart(rails),
];

export async function listLeavingParts(
  deps: LeavingDeps,
  shopId: bigint,
): Promise<LeavingPartView[]> {
  const views: LeavingPartView[] = [];
  for (const { code, title, help, verb, list } of listParts(deps))
    views.push({
      code,
      title,
      help,
      verb,
      items: await inShop(deps.db, shopId, (tx) => list(tx, shopId)),
    });
  return views;
}

export type CloseAnswer = {
  readonly begun: number;
  /** a sentence for each that was not */
  readonly refused: readonly string[];
};

/** Lets go of one item, or of all of a part. Each is a transaction of its own: one refusal holds nothing else up. */
export async function closeLeavingPart(
  deps: LeavingDeps,
  asked: { shopId: bigint; staffId: string; code: string; itemId: string | null },
): Promise<CloseAnswer | null> {
  const { shopId, staffId, code, itemId } = asked;
  const part = listParts(deps).find((one) => one.code === code);
  if (!part) return null;
  const items = await inShop(deps.db, shopId, (tx) => part.list(tx, shopId));
  const wanted = items.filter((item) => itemId === null || item.itemId === itemId);
  const refused: string[] = [];
  for (const item of wanted) {
    const refusal = await inShop(deps.db, shopId, (tx) =>
      part.close(tx, shopId, { itemId: item.itemId, staffId }),
    );
    if (refusal) refused.push(refusal);
  }
  const begun = wanted.length - refused.length;
  if (begun > 0)
    await inShop(deps.db, shopId, (tx) =>
      recordChange(tx, {
        shopId,
        staffId,
        area: `leaving.${code}`,
        changedAt: deps.clock.now(),
        before: {},
        after: { released: begun },
      }),
    );
  return { begun, refused };
}
