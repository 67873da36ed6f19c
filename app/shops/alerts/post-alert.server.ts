/**
 * Job `alerts.post`: sends one alert to the shop's own address, signed. What does not answer with 2xx is tried again by
 * the queue; given up, it is shown in Settings and raises nothing: an alert about an alert would go round for ever.
 */
import type { AlertPost } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { OUTGOING_WORDS, type Outgoing } from "#app/platform/outgoing.server.ts";
import { signPost, type SignedPost } from "./sign-post.server.ts";
import { findTarget } from "./webhook.server.ts";

// With the queue's back-off about an hour; fewer than the queue's own tries, so that it never parks.
const MAX_ATTEMPTS = 8;

export type PostDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "SHOPIFY_API_KEY" | "ENCRYPTION_KEYS">;
  readonly outgoing: Pick<Outgoing, "send">;
};

type Ids = { readonly shopId: bigint; readonly alertId: bigint };

/** Throws an Outage while another try may help. */
export async function postAlert(deps: PostDeps, ids: Ids): Promise<void> {
  const now = deps.clock.now();
  const prepared = await inShop(deps.db, ids.shopId, async (tx) => {
    const { shopId, alertId } = ids;
    const post = await tx.alertPost.findUnique({ where: { shopId_alertId: ids } });
    const alert = await tx.alert.findUnique({ where: { shopId_id: { shopId, id: alertId } } });
    const target = await findTarget(deps, tx, shopId);
    if (!post || post.state !== "waiting" || !alert || !target) return null;
    const { domain } = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { domain: true },
    });
    const { event, title, sentence, path, raisedAt } = alert;
    const body = JSON.stringify({
      id: alertId.toString(),
      event,
      title,
      sentence,
      shop: domain,
      url: `https://${domain}/admin/apps/${deps.env.SHOPIFY_API_KEY}${path}`,
      raisedAt: raisedAt.toISOString(),
    });
    const deliveryId = `${shopId}-${alertId}`;
    return { post, url: target.url, signed: signPost(target.secret, { body, deliveryId, now }) };
  });
  if (!prepared) return;
  const { status, problem } = await send(deps, prepared);
  await settle(deps, prepared.post, { status, problem });
}

type Answer = { readonly status: number | null; readonly problem: string | null };

async function send(
  { outgoing }: PostDeps,
  { url, signed }: { url: string; signed: SignedPost },
): Promise<Answer> {
  try {
    const answer = await outgoing.send({ url, method: "POST", ...signed });
    if (!answer.ok) return { status: null, problem: OUTGOING_WORDS[answer.refusal.code] };
    const { status } = answer.value;
    const isTaken = status >= 200 && status < 300;
    return { status, problem: isTaken ? null : `Your address answered ${status}.` };
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    return { status: null, problem: "Your address did not answer." };
  }
}

async function settle(deps: PostDeps, post: AlertPost, { status, problem }: Answer): Promise<void> {
  const { shopId, alertId } = post;
  const attempts = post.attempts + 1;
  const isOver = problem === null || attempts >= MAX_ATTEMPTS;
  await inShop(deps.db, shopId, (tx) =>
    tx.alertPost.update({
      where: { shopId_alertId: { shopId, alertId } },
      data: {
        attempts,
        lastStatus: status,
        lastProblem: problem,
        ...(isOver
          ? { state: problem === null ? "done" : "failed", settledAt: deps.clock.now() }
          : {}),
      },
    }),
  );
  if (!isOver)
    throw new Outage(problem ?? "The alert was not taken.", { retry: "later", retryAfterMs: null });
}
