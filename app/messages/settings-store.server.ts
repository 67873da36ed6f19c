/** What a shop chose about its mail: voice and who tells the shopper. A shop without a row has the defaults. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { evaluateBrand, readBrand, type Brand, type BrandErrors } from "./brand.ts";
import { evaluateOwners, readOwners, type Owners, type OwnersRefusal } from "./shopper-events.ts";

export type MessageSettings = { readonly brand: Brand; readonly owners: Owners };

type StoreDeps = { readonly db: Pick<Db, "prisma"> };

/** Writes down who changed what, in the transaction of the change. */
export type RecordSaved = (
  tx: ShopTx,
  change: {
    readonly before: Readonly<Record<string, unknown>>;
    readonly after: Readonly<Record<string, unknown>>;
  },
) => Promise<void>;

type SaveDeps = StoreDeps & { readonly record: RecordSaved };

export async function readMessageSettings(tx: ShopTx, shopId: bigint): Promise<MessageSettings> {
  const row = await tx.messageSettings.findUnique({ where: { shopId } });
  return { brand: readBrand(row?.brand), owners: readOwners(row?.owners) };
}

export const findMessageSettings = ({ db }: StoreDeps, shopId: bigint): Promise<MessageSettings> =>
  inShop(db, shopId, (tx) => readMessageSettings(tx, shopId));

export async function saveOwners(
  { db, record }: SaveDeps,
  shopId: bigint,
  asked: Readonly<Record<string, string>>,
): Promise<Result<Owners, OwnersRefusal>> {
  const evaluated = evaluateOwners(asked);
  if (!evaluated.ok) return evaluated;
  const owners = { ...evaluated.value };
  await inShop(db, shopId, async (tx) => {
    const before = await readMessageSettings(tx, shopId);
    await tx.messageSettings.upsert({
      where: { shopId },
      create: { shopId, owners },
      update: { owners, updatedAt: new Date() },
    });
    await record(tx, { before: before.owners, after: owners });
  });
  return accept(evaluated.value);
}

export async function saveBrand(
  { db, record }: SaveDeps,
  shopId: bigint,
  asked: Brand,
): Promise<Result<Brand, BrandErrors>> {
  const errors = evaluateBrand(asked);
  if (Object.keys(errors).length > 0) return refuse(errors);
  const brand = { ...asked };
  await inShop(db, shopId, async (tx) => {
    const before = await readMessageSettings(tx, shopId);
    await tx.messageSettings.upsert({
      where: { shopId },
      create: { shopId, brand },
      update: { brand, updatedAt: new Date() },
    });
    await record(tx, { before: before.brand, after: brand });
  });
  return accept(asked);
}

/** The next number of the shop's mails. Two mails of one shop are numbered one after the other. */
export async function takeMailNumber(tx: ShopTx, shopId: bigint): Promise<bigint> {
  const rows = await tx.$queryRaw<{ number: bigint }[]>`
    insert into message_settings (shop_id, last_number) values (${shopId}, 1)
    on conflict (shop_id) do update set last_number = message_settings.last_number + 1
    returning last_number as number`;
  return rows[0]?.number ?? 1n;
}
