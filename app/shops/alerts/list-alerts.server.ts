/** What a person was or will be told, and what they have chosen. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { EVENT_NAMES, isAlertEvent, wayOf, type AlertEvent, type Way } from "./events.ts";
import { findStaffRole } from "#app/shops/people/staff-store.server.ts";

type ReadDeps = { readonly db: Pick<Db, "prisma"> };

export type AlertView = {
  readonly alertId: string;
  readonly event: AlertEvent;
  readonly title: string;
  readonly sentence: string;
  readonly path: string;
  /** ISO instants; null while it waits */
  readonly raisedAt: string;
  readonly toldAt: string | null;
  /** by digest or at once */
  readonly way: string;
  /** it could not be mailed: it bounces, or no address is known yet */
  readonly isSkipped: boolean;
};

export type AlertFilter = {
  readonly staffId: string;
  /** calendar date of a digest; null = of any */
  readonly digestOn: string | null;
  readonly event: AlertEvent | null;
};

// A digest of more is a flood; the newest are what a person can still act on.
const MOST_SHOWN = 500;

/** The person's alerts, newest first. */
export function listAlerts(
  { db }: ReadDeps,
  shopId: bigint,
  { staffId, digestOn, event }: AlertFilter,
): Promise<AlertView[]> {
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.$queryRaw<AlertRow[]>`
      select a.id, a.event, a.title, a.sentence, a.path, a.raised_at as "raisedAt", t.told_at as "toldAt", t.way,
        t.state = 'skipped' or (t.state = 'waiting' and m.email is null) as "isSkipped"
      from alert_tellings t join alerts a on a.shop_id = t.shop_id and a.id = t.alert_id
        left join staff_members m on m.shop_id = t.shop_id and m.id = t.staff_id
      where t.shop_id = ${shopId} and t.staff_id = ${staffId}
        and (${digestOn}::date is null or t.digest_on = ${digestOn}::date)
        and (${event}::text is null or a.event = ${event})
      order by a.id desc limit ${MOST_SHOWN}`;
    return rows.flatMap(({ id, raisedAt, toldAt, event: name, ...rest }) =>
      isAlertEvent(name)
        ? [
            {
              ...rest,
              alertId: id.toString(),
              event: name,
              raisedAt: raisedAt.toISOString(),
              toldAt: toldAt?.toISOString() ?? null,
            },
          ]
        : [],
    );
  });
}

type AlertRow = Pick<AlertView, "title" | "sentence" | "path" | "way" | "isSkipped"> & {
  id: bigint;
  event: string;
  raisedAt: Date;
  toldAt: Date | null;
};

export type AlertChoices = Readonly<Record<AlertEvent, Way>>;

/** How the person is told of each event; null for somebody who is not on the list. */
export const findChoices = (
  { db }: ReadDeps,
  shopId: bigint,
  staffId: string,
): Promise<AlertChoices | null> => inShop(db, shopId, (tx) => findChoicesIn(tx, shopId, staffId));

export async function findChoicesIn(
  tx: ShopTx,
  shopId: bigint,
  staffId: string,
): Promise<AlertChoices | null> {
  const role = await findStaffRole(tx, shopId, staffId);
  if (role === null) return null;
  const saved = await tx.alertChoice.findMany({ where: { shopId, staffId } });
  return Object.fromEntries(
    EVENT_NAMES.map((event) => [event, wayOf({ id: staffId, role }, event, saved)]),
  ) as AlertChoices; // one entry for each name of the table
}
