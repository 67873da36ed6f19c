/**
 * Offers sent by a program: judged row by row, saved in one transaction. What a row does not name stays as it is. Sending the
 * same again changes nothing; with an idempotency key it also gets the same answer.
 */
import { createHash } from "node:crypto";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { amountOf, offerRowSchema, offersRequestSchema, type OfferRow } from "./offers-request.ts";

export type OffersAnswer = {
  readonly applied: number;
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
};

export type OffersRefusal = {
  readonly code: "body_unreadable" | "supplier_unknown" | "key_reused" | "key_malformed";
};

export const OFFERS_WORDS: Readonly<
  Record<OffersRefusal["code"], { readonly status: number; readonly sentence: string }>
> = {
  body_unreadable: {
    status: 400,
    sentence:
      'Send JSON such as {"supplier": "Oak", "offers": [{"sku": "A-1", "cost": "4.50", "stock": 12}]}, at most 1,000 offers.',
  },
  supplier_unknown: {
    status: 404,
    sentence: "No supplier has this name or id. Look under Suppliers for how it is called.",
  },
  key_reused: {
    status: 409,
    sentence: "This idempotency key was used for another body. Use a new one for each request.",
  },
  key_malformed: { status: 400, sentence: "An idempotency key has 1 to 200 printable characters." },
};

type Asked = { readonly shopId: bigint; readonly body: string; readonly key: string | null };

export async function receiveOffers(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, body, key }: Asked,
): Promise<Result<OffersAnswer, OffersRefusal>> {
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) return refuse({ code: "key_malformed" });
  const parsed = offersRequestSchema.safeParse(readJson(body));
  if (!parsed.success) return refuse({ code: "body_unreadable" });
  const bodyHash = Uint8Array.from(createHash("sha256").update(body).digest());
  return inShop(db, shopId, async (tx) => {
    const supplier = await lockSupplier(tx, shopId, parsed.data.supplier);
    if (!supplier) return refuse({ code: "supplier_unknown" });
    const before =
      key && (await tx.offerCall.findUnique({ where: { shopId_key: { shopId, key } } }));
    if (before)
      return Buffer.from(before.bodyHash).equals(bodyHash)
        ? accept(before.answer as unknown as OffersAnswer) // written below alone
        : refuse({ code: "key_reused" });
    const now = clock.now();
    const judged = await judge(tx, { shopId, ...supplier }, parsed.data.offers);
    await save(tx, { shopId, supplierId: supplier.supplierId, now }, judged.rows);
    const answer: OffersAnswer = { applied: judged.rows.length, refused: judged.refused };
    if (key)
      await tx.offerCall.create({
        data: {
          shopId,
          key,
          bodyHash,
          answer: { ...answer, refused: [...answer.refused] },
          answeredAt: now,
        },
      });
    if (judged.rows.length > 0) await enqueueWake(tx, shopId, "supply");
    return accept(answer);
  });
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Locked = { readonly supplierId: bigint; readonly currency: string };

/** Locked, so that requests for one supplier go one after another. An id wins over a name of digits. */
async function lockSupplier(tx: ShopTx, shopId: bigint, named: string): Promise<Locked | null> {
  const id = /^\d{1,18}$/.test(named) ? BigInt(named) : null;
  const [row] = await tx.$queryRaw<Locked[]>`
    select id as "supplierId", currency from suppliers
    where shop_id = ${shopId} and state <> 'archived' and (id = ${id} or lower(name) = lower(${named.replaceAll("\0", "")}))
    order by id = ${id} desc nulls last limit 1 for update`;
  return row ?? null;
}

type JudgedRow = Readonly<Record<string, unknown>>;

async function judge(
  tx: ShopTx,
  { shopId, supplierId, currency }: Locked & { readonly shopId: bigint },
  offers: readonly unknown[],
) {
  const rows: JudgedRow[] = [];
  const refused: { index: number; reason: string }[] = [];
  const parsed = offers.map((offer) => offerRowSchema.safeParse(offer));
  const given = parsed.flatMap((row) => (row.success ? [row.data] : []));
  const known = await findVariants(tx, { shopId, supplierId }, given);
  const seen = new Map<string, number>();
  parsed.forEach((row, index) => {
    const no = (reason: string) => void refused.push({ index, reason });
    if (!row.success) return no(describeIssue(row.error.issues[0]));
    const { data } = row;
    const gids = known(data);
    const [gid] = gids;
    const name = data.sku ?? data.supplierSku ?? "";
    if (!gid) return no(`No product has the SKU ${name}.`);
    if (gids.length > 1) return no(`${gids.length} products have the SKU ${name}.`);
    if (seen.has(gid)) return no(`Row ${seen.get(gid)} names this product already.`);
    const judged = judgeRow({ gid, index }, data, currency);
    if (!judged) return no(`An amount is above 1,000,000 ${currency}.`);
    seen.set(gid, index);
    rows.push(judged);
  });
  return { rows: await withoutTakenSkus(tx, { shopId, supplierId }, rows, refused), refused };
}

const describeIssue = (issue: { path: PropertyKey[]; message: string } | undefined): string =>
  `${issue?.path.join(".") || "The row"}: ${issue?.message ?? "cannot be read"}.`;

function judgeRow(
  { gid, index }: { readonly gid: string; readonly index: number },
  data: OfferRow,
  currency: string,
): JudgedRow | null {
  const cost = data.cost === undefined ? null : amountOf(data.cost, currency);
  const map =
    data.minimumAdvertised === undefined ? null : amountOf(data.minimumAdvertised, currency);
  if (cost === undefined || map === undefined) return null;
  return {
    gid,
    index,
    given: Object.keys(data),
    supplierSku: data.supplierSku ?? null,
    cost: cost?.toString() ?? null,
    stock: data.stock ?? null,
    lead: data.leadTimeDays ?? null,
    minimum: data.minimum ?? null,
    map: map?.toString() ?? null,
  };
}

type Owner = { readonly shopId: bigint; readonly supplierId: bigint };

/** Looks a row's product up: by the shop's SKU, else by the supplier's. */
async function findVariants(tx: ShopTx, { shopId, supplierId }: Owner, rows: readonly OfferRow[]) {
  const skus = rows.flatMap(({ sku }) => (sku ? [sku.toLowerCase()] : []));
  const theirs = rows.flatMap(({ sku, supplierSku }) => (!sku && supplierSku ? [supplierSku] : []));
  const ours = await tx.$queryRaw<{ key: string; gid: string }[]>`
    select lower(sku) as key, gid from variants
    where shop_id = ${shopId} and not is_gone and lower(sku) = any(${skus}::text[])`;
  const named = await tx.offer.findMany({
    where: { shopId, supplierId, isActive: true, supplierSku: { in: theirs } },
    select: { supplierSku: true, variantGid: true },
  });
  return ({ sku, supplierSku }: OfferRow): readonly string[] =>
    sku === undefined
      ? named.filter((row) => row.supplierSku === supplierSku).map(({ variantGid }) => variantGid)
      : ours.filter(({ key }) => key === sku.toLowerCase()).map(({ gid }) => gid);
}

/** A supplier's SKU stands for one product. */
async function withoutTakenSkus(
  tx: ShopTx,
  { shopId, supplierId }: Owner,
  rows: readonly JudgedRow[],
  refused: { index: number; reason: string }[],
): Promise<readonly JudgedRow[]> {
  const skus = rows.flatMap(({ supplierSku }) =>
    typeof supplierSku === "string" ? [supplierSku] : [],
  );
  const taken = await tx.offer.findMany({
    where: { shopId, supplierId, isActive: true, supplierSku: { in: skus } },
    select: { supplierSku: true, variantGid: true },
  });
  const owners = new Map(taken.map((row) => [row.supplierSku, row.variantGid]));
  return rows.filter(({ gid, index, supplierSku }) => {
    if (typeof supplierSku !== "string") return true;
    const owner = owners.get(supplierSku);
    if (owner !== undefined && owner !== gid) {
      refused.push({
        index: Number(index),
        reason: `Another offer has the supplier's SKU ${supplierSku}.`,
      });
      return false;
    }
    owners.set(supplierSku, String(gid));
    return true;
  });
}

async function save(
  tx: ShopTx,
  { shopId, supplierId, now }: Owner & { readonly now: Date },
  rows: readonly JudgedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const kept = (name: string, given: string, old: string) =>
    `case when r.given ? '${name}' then ${given} else ${old} end`;
  await runSql(tx, {
    text: `
      insert into offers (shop_id, supplier_id, variant_gid, supplier_sku, cost_minor, stock_units, stock_as_of,
        lead_time_days, minimum_units, minimum_advertised_minor, source, is_active, updated_at)
      select $1, $2, r.gid, ${kept("supplierSku", 'r."supplierSku"', "o.supplier_sku")}, ${kept("cost", "r.cost", "o.cost_minor")},
        ${kept("stock", "r.stock", "o.stock_units")},
        ${kept("stock", "case when r.stock is null then null else $4::timestamptz end", "o.stock_as_of")},
        ${kept("leadTimeDays", "r.lead", "o.lead_time_days")}, ${kept("minimum", "r.minimum", "coalesce(o.minimum_units, 1)")},
        ${kept("minimumAdvertised", "r.map", "o.minimum_advertised_minor")}, 'api', true, $4
      from jsonb_to_recordset($3::jsonb) as r(gid text, given jsonb, "supplierSku" text, cost bigint, stock integer,
        lead integer, minimum integer, map bigint)
      left join offers o on o.shop_id = $1 and o.supplier_id = $2 and o.variant_gid = r.gid
      on conflict (shop_id, supplier_id, variant_gid) do update
      set supplier_sku = excluded.supplier_sku, cost_minor = excluded.cost_minor, stock_units = excluded.stock_units,
        stock_as_of = excluded.stock_as_of, lead_time_days = excluded.lead_time_days, minimum_units = excluded.minimum_units,
        minimum_advertised_minor = excluded.minimum_advertised_minor, source = 'api', is_active = true,
        updated_at = excluded.updated_at`,
    values: [shopId, supplierId, JSON.stringify(rows), now],
  });
}
