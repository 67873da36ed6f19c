/** A ceiling that was reached: written down once a day, told to the team, and counted on while it holds. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { describeBrake } from "./act-words.ts";
import { kindsCounting, type Counter } from "./kind-rules.ts";
import type { ShopDay } from "./shop-day.ts";
import type { TellTeam } from "./workflows.ts";

type HeldAct = {
  readonly shopId: bigint;
  readonly intentId: bigint;
  readonly counter: Counter;
  readonly ceiling: bigint;
  readonly day: ShopDay;
  readonly zone: string;
  readonly currency: string;
  readonly now: Date;
};

/** Counts the act among what the brake holds, once; the first of the day tells the team. */
export async function recordHeld(
  deps: { readonly tellTeam: TellTeam },
  tx: ShopTx,
  held: HeldAct,
): Promise<void> {
  const { shopId, intentId, counter, ceiling, day, now } = held;
  // Asked again an hour later, or woken (then it waits for no instant), it is still the same act.
  const [row] = await tx.$queryRaw<{ isFirst: boolean }[]>`
    insert into rails_brakes as b
      (shop_id, counter, day, ceiling, reached_at, held_units, held_minor, first_deadline_at)
    select ${shopId}, ${counter}, ${day.on}::date, ${ceiling}, ${now}, 1, coalesce(i.shop_amount_minor, 0), i.legal_deadline_at
    from intents i where i.shop_id = ${shopId} and i.id = ${intentId}
    on conflict (shop_id, counter, day) do update set
      ceiling = excluded.ceiling,
      held_units = b.held_units + 1,
      held_minor = b.held_minor + excluded.held_minor,
      first_deadline_at = least(b.first_deadline_at, excluded.first_deadline_at)
      where not exists (select from intents i where i.shop_id = ${shopId} and i.id = ${intentId}
        and i.refusal ->> 'code' = 'ceiling_reached'
          and (i.not_before is null or i.not_before >= ${day.endsAt}))
    returning (xmax = 0) as "isFirst"`;
  if (row?.isFirst) await tellOfBrake(deps, tx, held);
}

async function tellOfBrake(
  { tellTeam }: { readonly tellTeam: TellTeam },
  tx: ShopTx,
  { shopId, counter, ceiling, day, zone, currency, now }: HeldAct,
): Promise<void> {
  const waiting = await findWaiting(tx, shopId, counter);
  const used = await tx.railsUsage.findUnique({
    where: { shopId_counter_day: { shopId, counter, day: new Date(day.on) } },
  });
  const due = (used?.used ?? 0n) + (counter === "refund_sum" ? waiting.minor : waiting.units);
  const { firstDeadlineAt } = waiting;
  await tellTeam(tx, {
    shopId,
    event: "brake_reached",
    key: `brake:${counter}:${day.on}`,
    title: "A daily limit is reached",
    sentence: describeBrake({ counter, due, ceiling, currency, zone, firstDeadlineAt }),
    path: "/app/settings/limits",
    forStaffId: null,
    raisedAt: now,
  });
}

export type Waiting = {
  readonly units: bigint;
  readonly minor: bigint;
  readonly firstDeadlineAt: Date | null;
};

/** What is decided and not begun, of all that counts toward the ceiling. */
export async function findWaiting(tx: ShopTx, shopId: bigint, counter: Counter): Promise<Waiting> {
  const kinds = kindsCounting(counter);
  const isMoney = counter === "refunds" || counter === "refund_sum";
  const [row] = await tx.$queryRaw<Waiting[]>`
    select count(*)::bigint as units, coalesce(sum(shop_amount_minor), 0)::bigint as minor,
      min(legal_deadline_at) as "firstDeadlineAt"
    from intents
    where shop_id = ${shopId} and state = 'planned' and settled_at is null and actor_kind = 'rule'
      and kind = any(${kinds}::text[]) and (not ${isMoney}::boolean or amount_minor > 0)`;
  return row ?? { units: 0n, minor: 0n, firstDeadlineAt: null };
}
