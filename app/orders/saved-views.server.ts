/** Named queries of the order list, shared by all staff of a shop. */
import { z } from "zod";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { writeOrTaken } from "#app/platform/or-taken.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { EXCEPTION_FLAGS } from "./exception-flags.ts";
import type { OrderReadDeps } from "./list-orders.server.ts";
import type { SavedView, SavedViewRefusal } from "./views.ts";

// Tabs above a list; beyond this nobody finds one.
const MAX_VIEWS = 50;
const MAX_NAME_LENGTH = 60;

const word = z.string().max(255).optional();
const querySchema = z.object({
  view: z.enum(["exceptions", "all", "open", "cancelled"]),
  search: z.string().max(255),
  filters: z.object({
    flag: z.enum(EXCEPTION_FLAGS).optional(),
    financial: word,
    fulfillment: word,
    vendor: word,
    country: word,
    tag: word,
    placedFrom: z.iso.date().optional(),
    placedTo: z.iso.date().optional(),
  }),
  sort: z.enum(["newest", "oldest", "worst", "total_high", "total_low"]),
});

type Deps = Pick<OrderReadDeps, "db">;

/** By name. Views of an older shape that no longer fit are left out. */
export function listSavedViews(deps: Deps, shopId: bigint): Promise<SavedView[]> {
  return inShop(deps.db, shopId, async (tx) => {
    const rows = await tx.savedOrderView.findMany({ where: { shopId }, orderBy: { name: "asc" } });
    return rows.flatMap((row) => toView(row) ?? []);
  });
}

/** Writes the change down in its transaction; who made it is the caller's. */
type Record = (tx: ShopTx) => Promise<void>;

/** Saves under a new name. */
export function saveView(
  deps: Deps,
  shopId: bigint,
  { name, query }: Omit<SavedView, "savedViewId">,
  record: Record,
): Promise<Result<SavedView, SavedViewRefusal>> {
  return inShop(deps.db, shopId, async (tx): Promise<Result<SavedView, SavedViewRefusal>> => {
    const trimmed = tidyName(name);
    if (!trimmed) return refuse({ code: "name_empty" });
    if ((await tx.savedOrderView.count({ where: { shopId } })) >= MAX_VIEWS)
      return refuse({ code: "too_many", limit: MAX_VIEWS });
    const stored = JSON.stringify(querySchema.parse(query));
    const [row] = await tx.$queryRaw<{ id: bigint }[]>`
      insert into saved_order_views (shop_id, name, query) values (${shopId}, ${trimmed}, ${stored}::jsonb)
      on conflict do nothing returning id`;
    if (!row) return refuse({ code: "name_taken" });
    await record(tx);
    return accept({ savedViewId: row.id.toString(), name: trimmed, query });
  });
}

/** Gives a view another name; it keeps its id. */
export function renameView(
  deps: Deps,
  shopId: bigint,
  { savedViewId, name }: Pick<SavedView, "savedViewId" | "name">,
  record: Record,
): Promise<Result<Pick<SavedView, "savedViewId" | "name">, SavedViewRefusal>> {
  return inShop(deps.db, shopId, async (tx) => {
    const trimmed = tidyName(name);
    if (!trimmed) return refuse({ code: "name_empty" });
    if (!VIEW_ID.test(savedViewId)) return refuse({ code: "view_gone" });
    const where = { shopId, id: BigInt(savedViewId) };
    let count = 0;
    const isFree = await writeOrTaken(tx, async () => {
      ({ count } = await tx.savedOrderView.updateMany({ where, data: { name: trimmed } }));
    });
    if (!isFree) return refuse({ code: "name_taken" });
    if (count === 0) return refuse({ code: "view_gone" });
    await record(tx);
    return accept({ savedViewId, name: trimmed });
  });
}

/** Deletes it; true when it existed. */
export function deleteView(
  deps: Deps,
  shopId: bigint,
  savedViewId: string,
  record: Record,
): Promise<boolean> {
  return inShop(deps.db, shopId, async (tx) => {
    if (!VIEW_ID.test(savedViewId)) return false;
    const { count } = await tx.savedOrderView.deleteMany({
      where: { shopId, id: BigInt(savedViewId) },
    });
    if (count > 0) await record(tx);
    return count > 0;
  });
}

const VIEW_ID = /^\d{1,18}$/;

const tidyName = (name: string): string =>
  name.replaceAll("\u0000", "").trim().slice(0, MAX_NAME_LENGTH);

function toView({
  id,
  name,
  query,
}: {
  id: bigint;
  name: string;
  query: unknown;
}): SavedView | null {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) return null;
  // JSON leaves out what is not set, as the type wants it; zod types it as maybe undefined.
  return { savedViewId: id.toString(), name, query: parsed.data as SavedView["query"] };
}
