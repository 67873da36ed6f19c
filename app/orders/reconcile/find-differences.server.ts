/** Compares a page of marks with the mirror. */
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import {
  assessDifference,
  type DifferenceKind,
  type Fact,
  type Mark,
} from "./assess-difference.ts";
import { selectKnownFactsSql, type KnownFactRow } from "./known-facts-sql.ts";

/** What is wrong, by order; an order has one entry however much of it differs. */
export type Differences = ReadonlyMap<string, DifferenceKind>;

export async function findDifferences(
  tx: ShopTx,
  shopId: bigint,
  marks: readonly Mark[],
): Promise<Differences> {
  if (marks.length === 0) return new Map();
  const orderGids = [...new Set(marks.map(({ orderGid }) => orderGid))];
  const rows = await runSql<KnownFactRow>(tx, selectKnownFactsSql(shopId, orderGids));
  const known = new Map<string, Map<string, Fact>>();
  for (const { orderGid, key, value, updatedAt } of rows) {
    const facts = known.get(orderGid) ?? new Map<string, Fact>();
    known.set(orderGid, facts.set(key, { value, updatedAt }));
  }
  const differences = new Map<string, DifferenceKind>();
  for (const mark of marks) {
    const kind = assessDifference(mark, known.get(mark.orderGid));
    if (kind && !differences.has(mark.orderGid)) differences.set(mark.orderGid, kind);
  }
  return differences;
}
