/**
 * What every feature that keeps facts about people must offer: hand them out and forget them. Each feature owns its
 * tables; the list of stores is put together in app/worker.ts. Shops as a whole are erased by the database (app.erase_shop).
 */
import type { ShopTx } from "#app/platform/db.server.ts";

/** A shopper as Shopify names them in a request. Any part may be missing. */
export type Person = {
  /** `gid://shopify/Customer/…` */
  readonly customerGid: string | null;
  /** lower case */
  readonly email: string | null;
  /** as written by Shopify, `+4812…` */
  readonly phone: string | null;
  /** orders that the request names */
  readonly orderGids: readonly string[];
};

export type PersonTarget = {
  readonly shopId: bigint;
  readonly person: Person;
  /** The request's orders and all that a store has found to be theirs. */
  readonly orderGids: readonly string[];
  /** Lower-case texts that mean this person wherever they stand: e-mail, phone, names, street, customer id. */
  readonly words: readonly string[];
  readonly now: Date;
};

/** How else the person is known to us, read before anything is erased. */
export type PersonTraces = {
  readonly orderGids: readonly string[];
  readonly words: readonly string[];
};

export type ExportedTable = {
  readonly table: string;
  /** JSON values only; amounts and ids as text */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
};

export type ErasedTable = {
  readonly table: string;
  readonly rows: number;
  /** `kept`: still needed and without a way to erase it now; the request stays open until it is zero. */
  readonly outcome: "emptied" | "deleted" | "kept";
};

export type PersonalDataStore = {
  /** Names the feature, as a person reads it in the report. */
  readonly name: string;
  readonly findTraces?: (tx: ShopTx, asked: Omit<PersonTarget, "words">) => Promise<PersonTraces>;
  readonly exportCustomer: (tx: ShopTx, target: PersonTarget) => Promise<readonly ExportedTable[]>;
  /** Safe to run twice. */
  readonly eraseCustomer: (tx: ShopTx, target: PersonTarget) => Promise<readonly ErasedTable[]>;
  /** For what lies outside tables with a shop_id (files, other services); those tables are dropped with the shop. */
  readonly eraseShop?: (shopId: bigint) => Promise<readonly ErasedTable[]>;
};
