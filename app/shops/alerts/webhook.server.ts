/** The shop's own address for alerts: one a shop, its secret sealed and shown once. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import {
  evaluateAddress,
  OUTGOING_WORDS,
  PUBLIC_INTERNET,
  type OutgoingRefusal,
} from "#app/platform/outgoing.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { openSecret, sealSecret } from "#app/shopify/secret-box.server.ts";
import { isAlertEvent, type AlertEvent } from "./events.ts";
import { newPostSecret } from "./sign-post.server.ts";

type WebhookDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "ENCRYPTION_KEYS">;
};

export type WebhookView = {
  readonly url: string;
  readonly events: readonly AlertEvent[];
  /** posts that were given up since the address was saved */
  readonly failed: number;
  /** ISO instant and words of the latest that was given up; null = none */
  readonly lastProblem: string | null;
};

export type WebhookRefusal = OutgoingRefusal | { readonly code: "no_events" };

export const WEBHOOK_REFUSALS: Readonly<Record<WebhookRefusal["code"], string>> = {
  ...OUTGOING_WORDS,
  no_events: "Choose at least one thing to be told, or remove the address.",
};

export function findWebhook(
  { db }: Pick<WebhookDeps, "db">,
  shopId: bigint,
): Promise<WebhookView | null> {
  return inShop(db, shopId, async (tx) => {
    const row = await tx.alertWebhook.findUnique({ where: { shopId } });
    if (!row) return null;
    const where = { shopId, state: "failed", settledAt: { gte: row.savedAt } };
    const failed = await tx.alertPost.count({ where });
    const last = await tx.alertPost.findFirst({
      where,
      orderBy: { settledAt: "desc" },
      select: { lastProblem: true },
    });
    return {
      url: row.url,
      events: row.events.filter(isAlertEvent),
      failed,
      lastProblem: last?.lastProblem ?? null,
    };
  });
}

type Asked = {
  readonly shopId: bigint;
  readonly by: string;
  readonly url: string;
  readonly events: readonly AlertEvent[];
};

/** Saves the address. A new address gets a new secret, returned this once; the same one keeps its own. */
export async function saveWebhook(
  { db, clock, env }: WebhookDeps,
  { shopId, by, url, events }: Asked,
): Promise<Result<{ secret: string | null }, WebhookRefusal>> {
  const judged = evaluateAddress(url.trim(), PUBLIC_INTERNET);
  if (!judged.ok) return judged;
  if (events.length === 0) return refuse({ code: "no_events" });
  const address = judged.value.href;
  return inShop(db, shopId, async (tx) => {
    const before = await tx.alertWebhook.findUnique({ where: { shopId } });
    const isSame = before?.url === address;
    const secret = isSame ? null : newPostSecret();
    const row = {
      url: address,
      events: [...events],
      savedAt: clock.now(),
      ...(secret ? { secret: sealSecret(env.ENCRYPTION_KEYS, secret, contextOf(shopId)) } : {}),
    };
    if (isSame) await tx.alertWebhook.update({ where: { shopId }, data: row });
    else {
      await tx.alertWebhook.deleteMany({ where: { shopId } });
      await tx.alertWebhook.create({
        data: { shopId, ...row, secret: row.secret ?? new Uint8Array() },
      });
    }
    await recordChange(tx, {
      shopId,
      staffId: by,
      area: "alerts.webhook",
      changedAt: clock.now(),
      before: { url: before?.url ?? null, events: before?.events ?? [] },
      after: { url: address, events: [...events] },
    });
    return accept({ secret });
  });
}

export function removeWebhook(
  { db, clock }: Pick<WebhookDeps, "db" | "clock">,
  { shopId, by }: { shopId: bigint; by: string },
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const before = await tx.alertWebhook.findUnique({ where: { shopId } });
    if (!before) return;
    const now = clock.now();
    await tx.alertWebhook.delete({ where: { shopId } });
    await tx.alertPost.updateMany({
      where: { shopId, state: "waiting" },
      data: { state: "failed", lastProblem: "The address was removed.", settledAt: now },
    });
    await recordChange(tx, {
      shopId,
      staffId: by,
      area: "alerts.webhook",
      changedAt: now,
      before: { url: before.url, events: before.events },
      after: { url: null, events: [] },
    });
  });
}

/** Address and secret for a request; null when the shop has removed it. */
export async function findTarget(
  { env }: Pick<WebhookDeps, "env">,
  tx: ShopTx,
  shopId: bigint,
): Promise<{ url: string; secret: string } | null> {
  const row = await tx.alertWebhook.findUnique({ where: { shopId } });
  if (!row) return null;
  const secret = openSecret(env.ENCRYPTION_KEYS, row.secret, contextOf(shopId));
  return { url: row.url, secret };
}

const contextOf = (shopId: bigint) => `alert_webhooks.secret:${shopId}`;
