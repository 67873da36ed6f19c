/** Mutations of the webhook subscriptions that an app makes for one shop. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { WebhookSubscription } from "#sandbox/store/types.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { subscriptionError } from "./webhook-rules.ts";

export const WEBHOOK_MUTATIONS: TypeResolvers = {
  webhookSubscriptionCreate: (_source, args, context) =>
    subscribe(context, args.topic as string, args.webhookSubscription as Loose),
  webhookSubscriptionUpdate: (_source, args, context) => {
    const found = context.shop.webhookSubscriptions.get(args.id as string);
    if (!found)
      return {
        webhookSubscription: null,
        userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }],
      };
    const input = args.webhookSubscription as Loose;
    const bad = subscriptionError(input, found.topic, context, found.id);
    if (bad) return { webhookSubscription: null, userErrors: [bad] };
    Object.assign(found, toSubscription(input, found), { updatedAt: now(context.world) });
    return { webhookSubscription: found, userErrors: [] };
  },
  webhookSubscriptionDelete: (_source, args, context) => {
    const id = args.id as string;
    if (!context.shop.webhookSubscriptions.delete(id))
      return {
        deletedWebhookSubscriptionId: null,
        userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }],
      };
    return { deletedWebhookSubscriptionId: id, userErrors: [] };
  },
};

function subscribe(context: Context, topic: string, input: Loose) {
  const bad = subscriptionError(input, topic, context, null);
  if (bad) return { webhookSubscription: null, userErrors: [bad] };
  const stamp = now(context.world);
  const made: WebhookSubscription = {
    id: newGid(context.shop, "WebhookSubscription"),
    topic,
    apiVersion: context.apiVersion,
    appId: context.installation.appId,
    createdAt: stamp,
    updatedAt: stamp,
    ...toSubscription(input, null),
  };
  context.shop.webhookSubscriptions.set(made.id, made);
  return { webhookSubscription: made, userErrors: [] };
}

function toSubscription(input: Loose, before: WebhookSubscription | null) {
  return {
    uri: (input.uri ?? input.callbackUrl ?? before?.uri ?? "") as string,
    format: (input.format ?? before?.format ?? "JSON") as WebhookSubscription["format"],
    filter: (input.filter === undefined ? (before?.filter ?? null) : input.filter) as string | null,
    includeFields: (input.includeFields ?? before?.includeFields ?? []) as string[],
    metafieldNamespaces: (input.metafieldNamespaces ??
      before?.metafieldNamespaces ??
      []) as string[],
    name: (input.name ?? before?.name ?? null) as string | null,
  };
}
