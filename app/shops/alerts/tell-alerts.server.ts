/**
 * Hands what was raised to the outbox: an alert at once, or a digest. The mark "told" and the mail in the outbox are one
 * transaction, so that each alert is told once, whatever dies when.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import type { Result } from "#app/platform/result.ts";
import { writeAlertMail, writeDigestMail, type AlertMail } from "./alert-mail.ts";
import { planDigest } from "./digest-times.ts";

/** Puts a mail into the outbox inside the caller's transaction. A refusal is final: nothing goes to this address. */
export type SendMail = (
  tx: ShopTx,
  mail: AlertMail,
) => Promise<Result<unknown, { readonly code: string }>>;

export type TellDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "SHOPIFY_API_KEY">;
  readonly sendMail: SendMail;
};

/** Job `alerts.tell`: mails one alert to everybody who wants it at once. */
export function tellAlert(
  deps: TellDeps,
  { shopId, alertId }: { shopId: bigint; alertId: bigint },
): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    await tx.$queryRaw`
      select 1 from alert_tellings where shop_id = ${shopId} and alert_id = ${alertId} for update`;
    const alert = await tx.alert.findUnique({ where: { shopId_id: { shopId, id: alertId } } });
    const waiting = await tx.alertTelling.findMany({
      where: { shopId, alertId, way: "now", state: "waiting" },
    });
    if (!alert || waiting.length === 0) return;
    const mail = writeAlertMail(alert, await readShop(deps, tx, shopId));
    for (const { staffId } of waiting) {
      const to = await findAddress(tx, shopId, staffId);
      if (to === "not_known_yet") {
        await waitForDigest(tx, { shopId, alertId, staffId });
        continue;
      }
      const dedupeKey = `alert:${alertId}:${staffId}`;
      const problem = await mailTo(deps, tx, to, { shopId, ...mail, dedupeKey });
      const told = { shopId, staffId, alertIds: [alertId] };
      await settle(tx, told, { problem, now: deps.clock.now() });
    }
  });
}

/** Every digest that is due in the shop now. Safe to run at any time, any number of times. */
export function tellDigests(deps: TellDeps, shopId: bigint): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    const waiting = await tx.$queryRaw<{ staffId: string; alertId: bigint; raisedAt: Date }[]>`
      select t.staff_id as "staffId", t.alert_id as "alertId", a.raised_at as "raisedAt"
      from alert_tellings t join alerts a on a.shop_id = t.shop_id and a.id = t.alert_id
      where t.shop_id = ${shopId} and t.state = 'waiting' and t.way = 'digest'
      order by t.staff_id, t.alert_id for update of t`;
    for (const staffId of new Set(waiting.map((one) => one.staffId)))
      await tellDigest(
        deps,
        tx,
        { shopId, staffId },
        waiting.filter((one) => one.staffId === staffId),
      );
  });
}

async function tellDigest(
  deps: TellDeps,
  tx: ShopTx,
  { shopId, staffId }: { shopId: bigint; staffId: string },
  waiting: readonly { alertId: bigint; raisedAt: Date }[],
): Promise<void> {
  const now = deps.clock.now();
  const shop = await readShop(deps, tx, shopId);
  const last = await tx.alertDigest.findFirst({
    where: { shopId, staffId },
    orderBy: { digestOn: "desc" },
  });
  const lastDigestOn = last?.digestOn.toISOString().slice(0, 10) ?? null;
  const plan = planDigest({ now, zone: shop.zone, waiting, lastDigestOn });
  if (!plan) return;
  const to = await findAddress(tx, shopId, staffId);
  if (to === "not_known_yet") return;
  const { digestOn, alertIds } = plan;
  await tx.alertDigest.create({
    data: {
      shopId,
      staffId,
      digestOn: new Date(digestOn),
      madeAt: now,
      alerts: alertIds.length,
    },
  });
  const alerts = await tx.alert.findMany({ where: { shopId, id: { in: [...alertIds] } } });
  const mail = writeDigestMail(alerts, digestOn, shop);
  const dedupeKey = `digest:${staffId}:${digestOn}`;
  const problem = await mailTo(deps, tx, to, { shopId, ...mail, dedupeKey });
  await settle(tx, { shopId, staffId, alertIds }, { problem, now, digestOn });
}

async function readShop({ env }: TellDeps, tx: ShopTx, shopId: bigint) {
  const { name, domain, ianaTimezone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { name: true, domain: true, ianaTimezone: true },
  });
  return {
    name: name ?? domain,
    zone: ianaTimezone,
    // The admin opens the app's page inside its frame.
    linkTo: (path: string) => `https://${domain}/admin/apps/${env.SHOPIFY_API_KEY}${path}`,
  };
}

/** Null when the mail is in the outbox, otherwise why it is not. */
async function mailTo(
  { sendMail }: TellDeps,
  tx: ShopTx,
  to: Address,
  mail: Omit<AlertMail, "to">,
): Promise<string | null> {
  if (to === null) return "no_address";
  const sent = await sendMail(tx, { ...mail, to: to.email });
  return sent.ok ? null : sent.refusal.code;
}

/** null for people who left. */
type Address = { readonly email: string } | null;

/** Shopify names a person's e-mail when they open the app, or refuses to for a while. */
async function findAddress(
  tx: ShopTx,
  shopId: bigint,
  staffId: string,
): Promise<Address | "not_known_yet"> {
  const person = await tx.staffMember.findUnique({
    where: { shopId_id: { shopId, id: staffId } },
    select: { email: true, removedAt: true },
  });
  if (!person || person.removedAt !== null) return null;
  return person.email === null ? "not_known_yet" : { email: person.email };
}

/** The first digest after the address is known tells it: one mail, however much has come together. */
async function waitForDigest(
  tx: ShopTx,
  key: { readonly shopId: bigint; readonly alertId: bigint; readonly staffId: string },
): Promise<void> {
  await tx.alertTelling.update({
    where: { shopId_alertId_staffId: key },
    data: { way: "digest" },
  });
}

async function settle(
  tx: ShopTx,
  told: { shopId: bigint; staffId: string; alertIds: readonly bigint[] },
  { problem, now, digestOn }: { problem: string | null; now: Date; digestOn?: string },
): Promise<void> {
  await tx.alertTelling.updateMany({
    where: { shopId: told.shopId, staffId: told.staffId, alertId: { in: [...told.alertIds] } },
    data: {
      ...(problem === null
        ? { state: "told", toldAt: now }
        : { state: "skipped", reason: problem }),
      ...(digestOn ? { digestOn: new Date(digestOn) } : {}),
    },
  });
}
