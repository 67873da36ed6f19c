/** What waits for a person: for a yes, on the page where it is given, or for a look, because the machine does not go on. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { formatMoney } from "#app/platform/money.ts";
import { isWorkflow, WORKFLOW_LABELS } from "./workflows.ts";

export type AskedView = {
  readonly intentId: string;
  readonly what: string;
  readonly orderName: string | null;
  readonly orderPath: string | null;
  readonly amount: string | null;
  /** why it waits */
  readonly sentence: string;
  /** ISO instants */
  readonly askedAt: string;
  readonly legalDeadlineAt: string | null;
};

export type AskedGroup = {
  readonly workflow: string;
  readonly label: string;
  /** of all that wait, also those that are not shown */
  readonly count: number;
  /** sums a currency */
  readonly sums: readonly string[];
  /** the newest id when this was read: "all" means up to here, and nothing that came later */
  readonly upTo: string;
  readonly acts: readonly AskedView[];
};

// More than anybody looks at one by one; the group's own buttons answer all of it.
const MOST_SHOWN = 50;

const KIND_WORDS: Readonly<Record<string, string>> = {
  refund: "Refund",
  process_return: "Process a return",
  credit_store_credit: "Goodwill as store credit",
  cancel_order: "Cancel the order",
  create_order: "Send a replacement",
  send_purchase_order: "Send a purchase order",
  send_mail: "Send a mail",
  request_return: "Ask for a return",
  create_return: "Open a return",
  create_fulfillment: "Mark as shipped",
  create_fulfillment_event: "Add a carrier's scan",
  save_fulfillment_tracking: "Save a tracking number",
  hold_fulfillment_order: "Hold",
  release_holds: "Lift a hold",
  move_fulfillment_order: "Move to another place",
  activate_inventory: "Stock a product at a location",
  split_fulfillment_order: "Split a shipment",
  add_tags: "Add tags",
  save_order_note: "Save a note",
};

/** The words for a kind of intent. */
export const describeKind = (kind: string): string => KIND_WORDS[kind] ?? kind.replaceAll("_", " ");

export async function listAsked(tx: ShopTx, shopId: bigint): Promise<AskedGroup[]> {
  const totals = await tx.$queryRaw<
    {
      workflow: string;
      count: number;
      upTo: bigint;
      currency: string | null;
      minor: bigint | null;
    }[]
  >`
    select workflow, currency, count(*)::int as count, max(id) as "upTo", sum(amount_minor)::bigint as minor
    from intents where shop_id = ${shopId} and state = 'asked' and settled_at is null
    group by workflow, currency order by workflow, currency`;
  const groups: AskedGroup[] = [];
  for (const workflow of new Set(totals.map((one) => one.workflow))) {
    const own = totals.filter((one) => one.workflow === workflow);
    groups.push({
      workflow,
      label: isWorkflow(workflow) ? WORKFLOW_LABELS[workflow] : workflow,
      count: own.reduce((sum, { count }) => sum + count, 0),
      sums: own.flatMap(({ currency, minor }) =>
        currency !== null && minor ? [formatMoney({ amountMinor: minor, currency })] : [],
      ),
      upTo: own.reduce((most, { upTo }) => (upTo > most ? upTo : most), 0n).toString(),
      acts: await listActs(tx, shopId, "asked", workflow),
    });
  }
  return groups;
}

export type StalledActs = {
  /** of all, also those that are not shown */
  readonly count: number;
  readonly acts: readonly AskedView[];
};

/** What was given to a person: nothing goes on by itself, and the sentence says why. */
export async function listStalled(tx: ShopTx, shopId: bigint): Promise<StalledActs> {
  const count = await tx.intent.count({
    where: { shopId, state: "needs_person", settledAt: null },
  });
  return { count, acts: count === 0 ? [] : await listActs(tx, shopId, "needs_person", null) };
}

type AskedRow = {
  readonly id: bigint;
  readonly kind: string;
  readonly subject: string | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly legalDeadlineAt: Date | null;
  readonly orderId: bigint | null;
  readonly orderName: string | null;
};

/** `workflow`: null for all of them. */
async function listActs(
  tx: ShopTx,
  shopId: bigint,
  state: "asked" | "needs_person",
  workflow: string | null,
): Promise<AskedView[]> {
  const rows = await tx.$queryRaw<AskedRow[]>`
    select i.id, i.kind, i.subject, i.amount_minor as "amountMinor", i.currency, i.refusal ->> 'message' as message,
      i.created_at as "createdAt", i.legal_deadline_at as "legalDeadlineAt", o.id as "orderId", o.name as "orderName"
    from intents i left join orders o on o.shop_id = i.shop_id and o.gid = i.order_gid
    where i.shop_id = ${shopId} and i.state = ${state} and i.settled_at is null
      and (${workflow}::text is null or i.workflow = ${workflow})
    order by i.legal_deadline_at nulls last, i.id limit ${MOST_SHOWN}`;
  return rows.map((row) => ({
    intentId: row.id.toString(),
    what:
      row.subject === null ? describeKind(row.kind) : `${describeKind(row.kind)}: ${row.subject}`,
    orderName: row.orderName,
    orderPath: row.orderId === null ? null : `/app/orders/${row.orderId}`,
    amount:
      row.amountMinor !== null && row.currency !== null
        ? formatMoney({ amountMinor: row.amountMinor, currency: row.currency })
        : null,
    sentence: row.message ?? "",
    askedAt: row.createdAt.toISOString(),
    legalDeadlineAt: row.legalDeadlineAt?.toISOString() ?? null,
  }));
}

/** Ids that wait in a workflow, up to one that a person has seen; a page of them, in order. */
export async function listAskedIds(
  tx: ShopTx,
  shopId: bigint,
  asked: {
    readonly workflow: string;
    readonly after: bigint;
    readonly upTo: bigint;
    readonly limit: number;
  },
): Promise<bigint[]> {
  const { workflow, after, upTo, limit } = asked;
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from intents
    where shop_id = ${shopId} and state = 'asked' and settled_at is null and workflow = ${workflow}
      and id > ${after} and id <= ${upTo}
    order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}
