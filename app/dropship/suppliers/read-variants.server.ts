/**
 * Job `dropship.read-variants`: keeps what we know of the shop's variants fresh. Every few minutes what Shopify says has
 * changed; once a day everything, for Shopify does not date changes of cost or weight and reports nothing that is gone.
 */
import type { JobContext } from "#app/jobs/handlers.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db } from "#app/platform/db.server.ts";
import { MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { fetchVariants, type ShopifyVariant } from "#app/shopify/mappers/fetch-variants.server.ts";
import { tidyFeeds } from "./feeds/tidy-feeds.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";

export type ReadVariantsDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly admin: AdminClient;
};

// Shopify's index of changes lags behind; what was just read is read once more.
const OVERLAP_MS = 10 * MS_PER_MINUTE;
const WHOLE_AFTER_MS = 24 * MS_PER_HOUR;

export async function readVariants(
  deps: ReadVariantsDeps,
  { shopId, isWhole }: { readonly shopId: bigint; readonly isWhole: boolean },
  { signal }: Pick<JobContext, "signal">,
): Promise<void> {
  const { db, clock } = deps;
  const began = clock.now();
  const { shop, reading } = await inShop(db, shopId, async (tx) => ({
    shop: await tx.shop.findUniqueOrThrow({ where: { id: shopId }, select: { currency: true } }),
    reading: await tx.variantReading.findUnique({ where: { shopId } }),
  }));
  // Not known yet: the install job asks for it, and this job comes again.
  if (shop.currency === null) return;
  const wholeAt = reading?.wholeAt ?? null;
  const isDue = !wholeAt || began.getTime() - wholeAt.getTime() > WHOLE_AFTER_MS;
  const readsAll = isWhole || isDue || !reading;
  const changedSince = readsAll ? null : new Date(reading.readTo.getTime() - OVERLAP_MS);
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const page = await fetchVariants(deps, {
      shopId,
      currency: shop.currency,
      changedSince,
      cursor,
    });
    await saveVariants(db, shopId, page.variants, clock.now());
    cursor = page.nextCursor;
  } while (cursor !== null);
  await inShop(db, shopId, async (tx) => {
    if (readsAll)
      await tx.variant.updateMany({
        where: { shopId, asOf: { lt: began }, isGone: false },
        data: { isGone: true },
      });
    const read = { readTo: began, wholeAt: readsAll ? began : wholeAt };
    await tx.variantReading.upsert({
      where: { shopId },
      create: { shopId, ...read },
      update: read,
    });
    if (!reading) await enqueueWake(tx, shopId, "supply");
    if (readsAll) await tidyFeeds(tx, shopId, began);
  });
}

const COLUMNS = {
  gid: "text",
  productGid: "text",
  title: "text",
  variantTitle: "text",
  sku: "text",
  vendor: "text",
  productType: "text",
  tags: "jsonb",
  imageUrl: "text",
  priceMinor: "bigint",
  weightGrams: "integer",
  unitCostMinor: "bigint",
  unitCostCurrency: "text",
  inventoryItemGid: "text",
  hsCode: "text",
  originCountry: "text",
} as const satisfies Record<keyof ShopifyVariant, string>;

/** One statement a page. A reading that is older than what is stored changes nothing. */
export async function saveVariants(
  db: Pick<Db, "prisma">,
  shopId: bigint,
  variants: readonly ShopifyVariant[],
  asOf: Date,
): Promise<void> {
  if (variants.length === 0) return;
  const names = Object.keys(COLUMNS).map((name) =>
    name.replace(/[A-Z]/g, (at) => `_${at.toLowerCase()}`),
  );
  const fields = Object.entries(COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  const values = Object.keys(COLUMNS).map((name) =>
    name === "tags" ? "array(select jsonb_array_elements_text(tags))" : `"${name}"`,
  );
  const changes = names
    .filter((name) => name !== "gid")
    .map((name) => `${name} = excluded.${name}`);
  const rows = variants.map((variant) => ({
    ...variant,
    priceMinor: variant.priceMinor?.toString() ?? null,
    unitCostMinor: variant.unitCostMinor?.toString() ?? null,
  }));
  await inShop(db, shopId, (tx) =>
    runSql(tx, {
      text: `
        insert into variants (shop_id, ${names.join(", ")}, is_gone, as_of)
        select $1, ${values.join(", ")}, false, $3 from jsonb_to_recordset($2::jsonb) as read (${fields.join(", ")})
        on conflict (shop_id, gid) do update set ${changes.join(", ")}, is_gone = false, as_of = excluded.as_of
        where variants.as_of <= excluded.as_of`,
      values: [shopId, JSON.stringify(rows), asOf],
    }),
  );
}
