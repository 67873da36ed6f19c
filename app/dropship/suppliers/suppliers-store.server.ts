/** Suppliers as stored, read whole: with regions, holidays and services. Writing is save-supplier.server.ts. */
import type { Supplier as SupplierRow, SupplierContact as ContactRow } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { openSecret, sealSecret } from "#app/shopify/secret-box.server.ts";
import { sendScheduleSchema } from "./send-schedule.ts";
import { channelSettingsSchema, documentsSchema, returnTermsSchema } from "./stored-settings.ts";
import type { Supplier, SupplierContact } from "./supplier.ts";

type Keys = Pick<Env, "ENCRYPTION_KEYS">;
type SecretOwner = { readonly shopId: bigint; readonly supplierId: bigint };

// Far above any shop's; a list longer than this is a mistake that should not fill the memory.
const MOST_SUPPLIERS = 5_000;

/** One supplier of the shop, archived ones too. */
export async function findSupplier(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<Supplier | null> {
  const row = await tx.supplier.findUnique({ where: { shopId_id: { shopId, id: supplierId } } });
  if (!row) return null;
  const [supplier] = await withParts(tx, shopId, [row]);
  return supplier ?? null;
}

/** Those of these ids that the shop has, archived ones too, by id. */
export async function findSuppliers(
  tx: ShopTx,
  shopId: bigint,
  supplierIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, Supplier>> {
  const rows = await tx.supplier.findMany({ where: { shopId, id: { in: [...supplierIds] } } });
  const suppliers = await withParts(tx, shopId, rows);
  return new Map(suppliers.map((supplier) => [supplier.supplierId, supplier]));
}

/** All suppliers that are not archived, by priority, then by name. */
export async function listSuppliers(tx: ShopTx, shopId: bigint): Promise<Supplier[]> {
  const rows = await tx.supplier.findMany({
    where: { shopId, state: { not: "archived" } },
    orderBy: [{ priority: "asc" }, { name: "asc" }, { id: "asc" }],
    take: MOST_SUPPLIERS,
  });
  return withParts(tx, shopId, rows);
}

/** Contacts that have not been removed, in the order they were entered. */
export async function listContacts(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<SupplierContact[]> {
  const rows = await tx.supplierContact.findMany({
    where: { shopId, supplierId, removedAt: null },
    orderBy: { id: "asc" },
  });
  return rows.map(toContact);
}

/** SFTP: a password or an OpenSSH private key; HTTPS: the key that signs. null = none is on file. */
export async function findChannelSecret(
  env: Keys,
  tx: ShopTx,
  { shopId, supplierId }: SecretOwner,
): Promise<string | null> {
  const row = await tx.supplier.findUnique({
    where: { shopId_id: { shopId, id: supplierId } },
    select: { channelSecret: true },
  });
  if (!row?.channelSecret) return null;
  return openChannelSecret(env, { shopId, supplierId, sealed: row.channelSecret });
}

export const openChannelSecret = (
  env: Keys,
  { sealed, ...owner }: SecretOwner & { readonly sealed: Uint8Array },
): string => openSecret(env.ENCRYPTION_KEYS, sealed, contextOf(owner));

export const sealChannelSecret = (
  env: Keys,
  { secret, ...owner }: SecretOwner & { readonly secret: string },
): Uint8Array<ArrayBuffer> => sealSecret(env.ENCRYPTION_KEYS, secret, contextOf(owner));

const contextOf = ({ shopId, supplierId }: SecretOwner): string =>
  `suppliers.channel_secret:${shopId}:${supplierId}`;

async function withParts(
  tx: ShopTx,
  shopId: bigint,
  rows: readonly SupplierRow[],
): Promise<Supplier[]> {
  const where = { shopId, supplierId: { in: rows.map(({ id }) => id) } };
  const [tariffs, holidays, services] = [
    await tx.supplierTariff.findMany({ where, orderBy: { region: "asc" } }),
    await tx.supplierHoliday.findMany({ where, orderBy: { day: "asc" } }),
    await tx.supplierService.findMany({ where, orderBy: { rate: "asc" } }),
  ];
  const ofSupplier =
    (supplierId: bigint) =>
    (part: { readonly supplierId: bigint }): boolean =>
      part.supplierId === supplierId;
  return rows.map((row) => ({
    ...toFields(row),
    tariffs: tariffs
      .filter(ofSupplier(row.id))
      .map(({ region, parcelMinor, kilogramMinor }) => ({ region, parcelMinor, kilogramMinor })),
    // A DATE arrives as midnight UTC.
    holidays: holidays.filter(ofSupplier(row.id)).map(({ day }) => day.toISOString().slice(0, 10)),
    services: services.filter(ofSupplier(row.id)).map(({ rate, service }) => ({ rate, service })),
  }));
}

function toFields(row: SupplierRow): Omit<Supplier, "tariffs" | "holidays" | "services"> {
  const { id, state, onBreach, channel, channelSettings, channelSecret, ...fields } = row;
  return {
    ...fields,
    supplierId: id,
    // Held to these words by the table.
    state: state as Supplier["state"],
    onBreach: onBreach as Supplier["onBreach"],
    channelSettings: channelSettingsSchema.parse({ ...asObject(channelSettings), channel }),
    hasChannelSecret: channelSecret !== null,
    sendSchedule: sendScheduleSchema.parse(row.sendSchedule),
    returnTerms: returnTermsSchema.parse(row.returnTerms),
    documents: documentsSchema.parse(row.documents),
  };
}

function toContact({ id, supplierId, language, ...row }: ContactRow): SupplierContact {
  const { name, email, phone, getsOrders, getsReturns } = row;
  return {
    contactId: id,
    supplierId,
    // Held to these words by the table.
    language: language as SupplierContact["language"],
    name,
    email,
    phone,
    getsOrders,
    getsReturns,
  };
}

const asObject = (value: unknown): object =>
  typeof value === "object" && value !== null ? value : {};
