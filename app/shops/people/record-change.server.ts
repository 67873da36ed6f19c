/** Who changed what of the shop, kept for good: settings, roles, going live. What concerns one order is in its ledger. */
import type { Prisma } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { nameOf } from "./staff-store.server.ts";

type Fields = Readonly<Record<string, unknown>>;

export type ShopChange = {
  readonly shopId: bigint;
  /** Shopify's numeric id of the person, as digits */
  readonly staffId: string;
  /** `settings.working_time`, `people.role`, `rails.mode` … */
  readonly area: string;
  readonly changedAt: Date;
  /** JSON values; fields that are the same before and after are left out of the record */
  readonly before: Fields;
  readonly after: Fields;
};

export type ShopChangeView = {
  readonly changeId: string;
  /** ISO instant */
  readonly changedAt: string;
  readonly person: string;
  readonly area: string;
  readonly before: Fields;
  readonly after: Fields;
};

const MOST_SHOWN = 50;

/** Writes the change down in the transaction that makes it. A change of nothing is not recorded. */
export async function recordChange(tx: ShopTx, change: ShopChange): Promise<void> {
  const { before, after, ...rest } = change;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (differing.length === 0) return;
  // The person a role belongs to is the same before and after, and what the record is about.
  const kept = names.filter((name) => differing.includes(name) || name === "person");
  const pick = (fields: Fields) =>
    // JSON values by contract; undefined is left out.
    Object.fromEntries(kept.map((name) => [name, fields[name]])) as Prisma.InputJsonObject;
  await tx.shopChange.create({ data: { ...rest, before: pick(before), after: pick(after) } });
}

/** Records changes of one area by one person, for features that do not know people. */
export const changeRecorder =
  (
    { clock }: { readonly clock: Clock },
    { shopId, staff }: { readonly shopId: bigint; readonly staff: { readonly id: string } },
    area: string,
  ) =>
  (tx: ShopTx, { before, after }: Pick<ShopChange, "before" | "after">): Promise<void> =>
    recordChange(tx, {
      shopId,
      staffId: staff.id,
      area,
      changedAt: clock.now(),
      before,
      after,
    });

/** The latest changes, newest first. */
export function listChanges(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<ShopChangeView[]> {
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.shopChange.findMany({
      where: { shopId },
      orderBy: { id: "desc" },
      take: MOST_SHOWN,
    });
    const people = await tx.staffMember.findMany({ where: { shopId } });
    const names = new Map(people.map((row) => [row.id, nameOf(row)]));
    return rows.map(({ id, changedAt, staffId, area, before, after }) => ({
      changeId: id.toString(),
      changedAt: changedAt.toISOString(),
      person: names.get(staffId) ?? `Staff member ${staffId}`,
      area,
      // Written by recordChange alone: objects.
      before: before as Fields,
      after: after as Fields,
    }));
  });
}
