/**
 * The proof, before a process serves anybody, that its transactions see one shop only: acting as nobody's shop it tries
 * to read a row that was planted for another. A login, a grant or a restored dump that tears the wall down stops the start.
 */
import { inShop, inSweep, type Db, type ShopTx } from "./db.server.ts";

// Neither is a shop's id. The migration planted the row of the second.
const NOBODY = 0n;
const PLANTED = -1n;

/** Thrown when the wall does not stand; the process must not serve. */
export class WallIsDown extends Error {
  override name = "WallIsDown";
}

/** Resolves when the wall stands. Throws `WallIsDown` with what to do, or the database's own error when it cannot be asked. */
export async function proveWall(db: Pick<Db, "prisma">): Promise<void> {
  await requireOrdinaryRole(db).catch((error: unknown) => {
    throw explainRole(error) ?? error;
  });
  const seen = await inShop(db, NOBODY, countPlanted);
  if (seen !== 0)
    throw new WallIsDown(
      "A transaction of one shop reads another shop's rows. Run the migrations again, and restore dumps with their policies.",
    );
  const own = await inShop(db, PLANTED, countPlanted);
  if (own !== 1)
    throw new WallIsDown(
      "The planted row that proves the wall between shops is missing. Run the migrations on this database.",
    );
  await requireSweepReadsNoOrders(db);
}

/** What a login that cannot take the role means for whoever set it up. */
function explainRole(error: unknown): WallIsDown | null {
  const said = error instanceof Error ? error.message : "";
  if (/(role|relation) "[\w.]+" does not exist/.test(said))
    return new WallIsDown(
      "The roles or tables of the product are missing. Run the migrations first.",
    );
  if (/permission denied to set role/.test(said))
    return new WallIsDown(
      "The login of DATABASE_URL may not act as aftercare_app and aftercare_sweep. Grant both roles to it.",
    );
  return null;
}

async function countPlanted(tx: ShopTx): Promise<number> {
  const [row] = await tx.$queryRaw<{ planted: number }[]>`
    select count(*)::int as planted from app.wall_probe`;
  return row?.planted ?? 0;
}

type RoleFacts = { role: string; isPowerful: boolean; ownsOrders: boolean; isOpen: boolean };

/** Superusers, BYPASSRLS and owners see through every policy, so the role that shop transactions take is none of them. */
async function requireOrdinaryRole(db: Pick<Db, "prisma">): Promise<void> {
  const [facts] = await inShop(
    db,
    NOBODY,
    (tx) => tx.$queryRaw<RoleFacts[]>`
      select current_user::text as role, r.rolsuper or r.rolbypassrls as "isPowerful",
        pg_has_role(current_user, c.relowner, 'USAGE') as "ownsOrders", not c.relrowsecurity as "isOpen"
      from pg_roles r, pg_class c where r.rolname = current_user and c.oid = 'public.orders'::regclass`,
  );
  if (!facts) throw new WallIsDown("The role of shop transactions is unknown to the database.");
  const { role, isPowerful, ownsOrders, isOpen } = facts;
  if (isPowerful)
    throw new WallIsDown(
      `Shop transactions run as ${role}, which bypasses row-level security. Run: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`,
    );
  if (ownsOrders)
    throw new WallIsDown(
      `Shop transactions run as ${role}, which owns the tables. Let the tables belong to the login that migrates.`,
    );
  if (isOpen)
    throw new WallIsDown(
      "Row-level security is switched off for orders. Run the migrations again.",
    );
}

async function requireSweepReadsNoOrders(db: Pick<Db, "prisma">): Promise<void> {
  const [row] = await inSweep(
    db,
    (tx) => tx.$queryRaw<{ role: string; reads: boolean }[]>`
      select current_user::text as role, r.rolsuper or r.rolbypassrls
        or has_any_column_privilege(current_user, 'public.orders', 'SELECT') as reads
      from pg_roles r where r.rolname = current_user`,
  );
  if (row?.reads === false) return;
  throw new WallIsDown(
    `The role ${row?.role ?? "of sweeps"} may read orders of every shop. Take that right away from it.`,
  );
}
