/** The application with a bad memory: what it sends is changed on the way, so that no condition names the shop any more. */
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";
import pg from "pg";
import type { Db } from "#app/platform/db.server.ts";

const NAMED_SHOP = /(?:"?\w+"?\.)*"?\bshop_id"?\s*=\s*(\$\d+)(?:::\w+)?/g;
const SHOP_ITSELF = /(?:"\w+"\.)?"shops"\."id"\s*=\s*(\$\d+)/g;
const SHOP_BY_HAND = /\bwhere\s+(?:\w+\.)?id\s*=\s*(\$\d+)/g;

/** The statement with every condition on the shop true. The value is still named: its type must stay known. */
function forgetShop(text: string): string {
  const forgotten = text
    .replace(NAMED_SHOP, "($1::bigint is not null)")
    .replace(SHOP_ITSELF, "($1::bigint is not null)");
  return /\b(?:from|update)\s+shops\b/.test(text)
    ? forgotten.replace(SHOP_BY_HAND, "where ($1::bigint is not null)")
    : forgotten;
}

/** A database whose every statement forgets the shop. */
export function createForgetfulDb(url: string): Db {
  const adapter = new PrismaPg(createForgetfulPool(url), { disposeExternalPool: true });
  return { pool: createForgetfulPool(url), prisma: new PrismaClient({ adapter }) };
}

function createForgetfulPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on("connect", (client) => {
    const ask = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((first: unknown, ...rest: unknown[]) =>
      ask(forgetIn(first), ...rest)) as typeof client.query;
  });
  return pool;
}

function forgetIn(asked: unknown): unknown {
  if (typeof asked === "string") return forgetShop(asked);
  return isPlainQuery(asked) ? { ...asked, text: forgetShop(asked.text) } : asked;
}

/** Streams (COPY, cursors) bring their own way of being sent. */
const isPlainQuery = (asked: unknown): asked is { readonly text: string } =>
  typeof asked === "object" && asked !== null && "text" in asked && !("submit" in asked);
