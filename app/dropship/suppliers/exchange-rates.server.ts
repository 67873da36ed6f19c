/** What one unit of a supplier's currency is worth in the shop's, as a person of the shop has entered it. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { scaleRate, type Rates } from "./to-shop-currency.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";

export type RateView = {
  readonly currency: string;
  /** decimal text; null = a supplier uses the currency and nobody has entered a rate: its costs count as unknown */
  readonly rate: string | null;
  /** ISO instant */
  readonly setAt: string | null;
};

export type RateRefusal = { readonly code: "rate_malformed"; readonly sentence: string };

export async function readRates(tx: ShopTx, shopId: bigint): Promise<Rates> {
  const [shop, rows] = await Promise.all([
    tx.shop.findUniqueOrThrow({ where: { id: shopId }, select: { currency: true } }),
    listRates(tx, shopId),
  ]);
  return {
    shopCurrency: shop.currency,
    rates: new Map(rows.map((row) => [row.currency, row.rate])),
  };
}

/** Every foreign currency of suppliers that are not archived, with its rate. */
export function listRateViews(tx: ShopTx, shopId: bigint): Promise<RateView[]> {
  return tx.$queryRaw<RateView[]>`
    select used.currency, trim_scale(rate)::text as rate, to_char(set_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "setAt"
    from (select distinct currency from suppliers where shop_id = ${shopId} and state <> 'archived') used
    left join exchange_rates kept on kept.shop_id = ${shopId} and kept.currency = used.currency
    where used.currency is distinct from (select currency from shops where id = ${shopId})
    order by used.currency`;
}

export function saveRate(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  {
    shopId,
    staffId,
    ...asked
  }: { shopId: bigint; staffId: string; currency: string; rate: string },
): Promise<Result<null, RateRefusal>> {
  const rate = asked.rate.trim().replace(",", ".");
  if (!/^[A-Z]{3}$/.test(asked.currency) || scaleRate(rate) === null)
    return Promise.resolve(
      refuse({
        code: "rate_malformed",
        sentence: "Enter a number above 0 with at most 10 decimals, for example 0.1385.",
      }),
    );
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const before = (await readRates(tx, shopId)).rates.get(asked.currency) ?? null;
    await tx.$executeRaw`
      insert into exchange_rates (shop_id, currency, rate, set_at, set_by)
      values (${shopId}, ${asked.currency}, ${rate}::numeric, ${now}, ${staffId})
      on conflict (shop_id, currency) do update
      set rate = excluded.rate, set_at = excluded.set_at, set_by = excluded.set_by`;
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.rate",
      changedAt: now,
      before: { [asked.currency]: before },
      after: { [asked.currency]: rate },
    });
    await enqueueWake(tx, shopId, "supply");
    return accept(null);
  });
}

const listRates = (tx: ShopTx, shopId: bigint): Promise<{ currency: string; rate: string }[]> =>
  runSql(tx, {
    text: "select currency, trim_scale(rate)::text as rate from exchange_rates where shop_id = $1",
    values: [shopId],
  });
