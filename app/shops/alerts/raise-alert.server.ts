/**
 * Raises an alert in the transaction of what it tells about. Once per key: raised again it is the same alert, and nobody is
 * told twice. Who is told is decided here and now; how mails and requests go out is the jobs' business.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { toRole } from "#app/shops/people/staff-store.server.ts";
import { wayOf, type AlertEvent, type Way } from "./events.ts";

export type NewAlert = {
  readonly shopId: bigint;
  readonly event: AlertEvent;
  /** names the occurrence, e.g. `parked:17`; at most 200 characters */
  readonly key: string;
  /** what is, in a few words, without personal data: it goes into mails and to the shop's own address */
  readonly title: string;
  /** why, and the next thing to do */
  readonly sentence: string;
  /** page of ours that shows it, `/app/…` */
  readonly path: string;
  /** the one person it is for; null = everybody who chose the event */
  readonly forStaffId: string | null;
  readonly raisedAt: Date;
};

/** The alert's id, or null when it was raised before. */
export async function raiseAlert(tx: ShopTx, alert: NewAlert): Promise<bigint | null> {
  const { shopId, event } = alert;
  const id = await insertAlert(tx, alert);
  if (id === null) return null;
  const people = await listRecipients(tx, alert);
  await tx.alertTelling.createMany({
    data: people.map(({ staffId, way }) => ({ shopId, alertId: id, staffId, way })),
  });
  const ids = { shopId: shopId.toString(), alertId: id.toString() };
  if (people.some(({ way }) => way === "now"))
    await enqueueJob(tx, { name: "alerts.tell", payload: ids, key: `alert:${shopId}:${id}` });
  const webhook = await tx.alertWebhook.findUnique({ where: { shopId } });
  // What is for one person is not for the whole shop's address.
  if (webhook?.events.includes(event) && alert.forStaffId === null) {
    await tx.alertPost.create({ data: { shopId, alertId: id } });
    await enqueueJob(tx, { name: "alerts.post", payload: ids, key: `alert-post:${shopId}:${id}` });
  }
  return id;
}

async function insertAlert(tx: ShopTx, alert: NewAlert): Promise<bigint | null> {
  const { shopId, event, key, title, sentence, path, forStaffId, raisedAt } = alert;
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    insert into alerts (shop_id, event, key, title, sentence, path, for_staff_id, raised_at)
    values (${shopId}, ${event}, ${key}, ${title}, ${sentence}, ${path}, ${forStaffId}, ${raisedAt})
    on conflict (shop_id, key) do nothing returning id`;
  return rows[0]?.id ?? null;
}

type Recipient = { readonly staffId: string; readonly way: Exclude<Way, "never"> };

async function listRecipients(
  tx: ShopTx,
  { shopId, event, forStaffId }: NewAlert,
): Promise<Recipient[]> {
  const people = await tx.staffMember.findMany({
    where: { shopId, removedAt: null, ...(forStaffId === null ? {} : { id: forStaffId }) },
  });
  const choices = await tx.alertChoice.findMany({ where: { shopId, event } });
  return people.flatMap(({ id, role }) => {
    const way = wayOf({ id, role: toRole(role) }, event, choices);
    return way === "never" ? [] : [{ staffId: id, way }];
  });
}
