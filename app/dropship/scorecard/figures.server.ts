/** The counted figures of a shop's suppliers: renewed by the hour, read by the planner and by pages. */
import { z } from "zod";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { addDays, MS_PER_HOUR } from "#app/platform/time.ts";
import { listSuppliers } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { createCounter, type MeasureSums } from "./count-figures.ts";
import { MEASURES } from "./line-record.ts";
import { readLines } from "./read-lines.server.ts";

/** Half a year: long enough for twenty lines of most products, short enough that a supplier can become better. */
export const SPAN_DAYS = 180;

// A grade that is an hour old is no worse; a count of a large shop takes seconds.
const RENEW_AFTER_MS = MS_PER_HOUR;
const ROWS_AT_ONCE = 1_000;

export async function renewFigures(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  shopId: bigint,
): Promise<void> {
  const now = clock.now();
  await inShop(db, shopId, async (tx) => {
    const last = await tx.supplierFigure.findFirst({
      where: { shopId },
      orderBy: { countedAt: "desc" },
      select: { countedAt: true },
    });
    if (last && now.getTime() - last.countedAt.getTime() < RENEW_AFTER_MS) return;
    await countFigures(tx, shopId, now);
  });
}

/** Counts anew what is there, in the caller's transaction. */
export async function countFigures(tx: ShopTx, shopId: bigint, now: Date): Promise<void> {
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`figures:${shopId}`}, 0))`;
  const suppliers = await listSuppliers(tx, shopId);
  const counter = createCounter(now);
  const span = { shopId, supplierId: null, from: addDays(now, -SPAN_DAYS) };
  if (suppliers.length > 0)
    for await (const line of readLines(tx, span, suppliers)) counter.add(line);
  await tx.supplierFigure.deleteMany({ where: { shopId } });
  const groups = counter.groups();
  for (let at = 0; at < groups.length; at += ROWS_AT_ONCE)
    await tx.supplierFigure.createMany({
      data: groups.slice(at, at + ROWS_AT_ONCE).map(({ sums, ...group }) => ({
        ...group,
        ...(sums ? { sums } : {}),
        shopId,
        countedAt: now,
      })),
    });
}

const sum = z.object({ lines: z.number(), counted: z.number(), hit: z.number() });
const sumsSchema = z.record(z.enum(MEASURES), sum);

const NOTHING = { lines: 0, counted: 0, hit: 0 };
const NO_SUMS = Object.fromEntries(MEASURES.map((measure) => [measure, NOTHING])) as MeasureSums;

/** The sums of each supplier, and of the shop under 0n. Empty until they were first counted. */
export async function readSums(
  tx: ShopTx,
  shopId: bigint,
): Promise<ReadonlyMap<bigint, MeasureSums>> {
  const rows = await tx.supplierFigure.findMany({
    where: { shopId, variantGid: "", country: "" },
    select: { supplierId: true, sums: true },
  });
  return new Map(rows.map(({ supplierId, sums }) => [supplierId, readStored(sums)]));
}

export const readStored = (sums: unknown): MeasureSums => {
  const parsed = sumsSchema.safeParse(sums);
  return parsed.success ? parsed.data : NO_SUMS;
};
