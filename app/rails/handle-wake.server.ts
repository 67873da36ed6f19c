/**
 * Job `rails.wake`: what a pause or a ceiling holds back asks the rails again, now. Page by page, so that a thousand take no
 * lock for long; run twice it finds nothing. The nearest legal deadline goes first.
 */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { Outage } from "#app/platform/outage.ts";
import type { ChangeDeps } from "./change-intent.server.ts";

type WakeDeps = ChangeDeps & { readonly db: Pick<Db, "prisma"> };
type Woken = {
  readonly id: bigint;
  readonly orderGid: string | null;
  readonly legalDeadlineAt: Date | null;
};

const PAGE_SIZE = 200;

export async function handleWake(
  deps: WakeDeps,
  payload: { readonly shopId: string; readonly code: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  for (let woken = PAGE_SIZE; woken === PAGE_SIZE;) {
    // Not the end of it: the queue hands the job to the next worker.
    if (signal.aborted) throw new Outage("The job was stopped.", { retry: "later" });
    woken = await inShop(deps.db, shopId, (tx) => wakePage(deps, tx, shopId, payload.code));
  }
}

async function wakePage(deps: WakeDeps, tx: ShopTx, shopId: bigint, code: string): Promise<number> {
  const rows = await tx.$queryRaw<Woken[]>`
    update intents i set not_before = null
    from (
      select id from intents
      where shop_id = ${shopId} and settled_at is null and state in ('planned', 'unknown')
        and refusal ->> 'code' = ${code} and not_before is not null
      order by legal_deadline_at nulls last, id limit ${PAGE_SIZE} for update skip locked
    ) held
    where i.shop_id = ${shopId} and i.id = held.id
    returning i.id, i.order_gid as "orderGid", i.legal_deadline_at as "legalDeadlineAt"`;
  for (const { id: intentId, orderGid } of rows.sort(byDeadline))
    await deps.enqueueCarryOut(tx, { shopId, intentId, orderGid, runAt: deps.clock.now() });
  return rows.length;
}

const byDeadline = (left: Woken, right: Woken) =>
  (left.legalDeadlineAt?.getTime() ?? Infinity) - (right.legalDeadlineAt?.getTime() ?? Infinity) ||
  Number(left.id - right.id);
