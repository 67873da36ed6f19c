/** Settles webhooks about customers: orders carry the customer's id and name, nothing else of them is kept. */
import { z } from "zod";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { OrderDeliveryOutcome, ParsedDelivery } from "./apply-order-delivery.server.ts";
import { loadMirrors, lockOrders, runIn, savePlans } from "./mirror-store.server.ts";
import type { OrderRow } from "./mirror-rows.ts";
import { cleanText, gidOf, id, text } from "./payload-fields.ts";
import { planCustomerChange } from "./plan-order-changes.ts";

type Change = {
  readonly customerGid: string;
  readonly change: Partial<Pick<OrderRow, "customerGid" | "customerName">>;
};

const customerSchema = z.object({
  id,
  admin_graphql_api_id: text,
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
});

const mergeSchema = z.object({
  admin_graphql_api_customer_kept_id: text,
  admin_graphql_api_customer_deleted_id: text,
  status: text,
});

// Orders of one customer that are changed together; a wholesale buyer may have thousands.
const BATCH = 200;

/** Renames, re-attaches or detaches the customer of its orders. */
export async function applyCustomerDelivery(
  tx: ShopTx,
  delivery: ParsedDelivery,
): Promise<OrderDeliveryOutcome> {
  const { shopId, topic, payload, asOf, from } = delivery;
  const planned = topic === "customers/merge" ? readMerge(payload) : readCustomer(topic, payload);
  if (planned === null) return { outcome: "parked", reason: "unreadable_payload" };
  if (planned === "nothing") return { outcome: "ignored", reason: "names_withheld_or_unchanged" };
  const gids = await findOrdersToChange(tx, shopId, planned);
  for (let start = 0; start < gids.length; start += BATCH) {
    const batch = gids.slice(start, start + BATCH);
    await lockOrders(runIn(tx), shopId, batch);
    const mirrors = await loadMirrors(runIn(tx), shopId, batch);
    const plans = [...mirrors].flatMap(([orderGid, known]) => {
      const plan = planCustomerChange(known, planned.change, asOf);
      return plan.kind === "changed" ? [{ orderGid, orderId: known.orderId, plan }] : [];
    });
    await savePlans(runIn(tx), shopId, plans, from.heardAt);
  }
  return gids.length > 0
    ? { outcome: "applied" }
    : { outcome: "ignored", reason: "customer_without_orders" };
}

function readCustomer(topic: string, payload: unknown): Change | "nothing" | null {
  const parsed = customerSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { first_name: first, last_name: last, ...ids } = parsed.data;
  const customerGid = gidOf("Customer", ids.admin_graphql_api_id, ids.id);
  if (!customerGid) return null;
  if (topic === "customers/delete")
    return { customerGid, change: { customerGid: null, customerName: null } };
  // Absent keys = names are withheld from us, which is not the same as a customer without a name.
  if (first === undefined && last === undefined) return "nothing";
  const name = cleanText([first, last].filter(Boolean).join(" "));
  return { customerGid, change: { customerName: name || null } };
}

function readMerge(payload: unknown): Change | "nothing" | null {
  const parsed = mergeSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { admin_graphql_api_customer_kept_id: kept, admin_graphql_api_customer_deleted_id: gone } =
    parsed.data;
  if (!kept || !gone) return null;
  if (parsed.data.status === "failed") return "nothing";
  return { customerGid: gone, change: { customerGid: kept } };
}

async function findOrdersToChange(
  tx: ShopTx,
  shopId: bigint,
  { customerGid, change }: Change,
): Promise<string[]> {
  const name = change.customerName ?? null;
  const isRename = change.customerGid === undefined;
  const rows = await tx.$queryRaw<{ gid: string }[]>`
    select gid from orders
    where shop_id = ${shopId} and customer_gid = ${customerGid}
      and (not ${isRename} or customer_name is distinct from ${name})
    order by id`;
  return rows.map(({ gid }) => gid);
}
