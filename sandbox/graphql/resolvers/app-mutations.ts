/** Inventory, store credit, webhook subscriptions, bulk operations, uploads and billing. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid, numericId, randomHex } from "#sandbox/store/ids.ts";
import type { Outcome, WebhookSubscription } from "#sandbox/store/types.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import {
  activateItem,
  adjustQuantities,
  moveQuantities,
  setQuantities,
  type AdjustmentGroup,
} from "#sandbox/domain/inventory-changes.ts";
import { parseAmount } from "#sandbox/domain/money.ts";
import { debitAccount, grantCredit } from "#sandbox/domain/store-credit.ts";
import { cancelBulk, runBulkMutation, runBulkQuery } from "#sandbox/graphql/bulk/run-bulk.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { apiError } from "#sandbox/graphql/errors.ts";
import { answer } from "./answer.ts";
import { appSubscription, creditTransaction } from "./people.ts";

/** Present in every row since 2026-04; null means no comparison. */
function changeFrom(row: Loose, type: string, version: string): number | null {
  if (row.changeFromQuantity === undefined && version >= "2026-04") {
    throw apiError(
      `${type} must include the following argument: changeFromQuantity.`,
      "INVALID_FIELD_ARGUMENTS",
    );
  }
  return (row.changeFromQuantity ?? null) as number | null;
}

const adjusted = (context: Context, outcome: Outcome<AdjustmentGroup>) =>
  answer(
    outcome,
    (made) => ({
      inventoryAdjustmentGroup: {
        ...made,
        app: { id: context.installation.appId, title: context.installation.appTitle },
        staffMember: null,
        changes: (args: Loose) =>
          made.changes
            .filter(
              (entry) =>
                !args?.quantityNames || (args.quantityNames as string[]).includes(entry.name),
            )
            .map((entry) => ({
              ...entry,
              item: context.shop.inventoryItems.get(entry.inventoryItemId) ?? null,
              location: context.shop.locations.get(entry.locationId) ?? null,
            })),
      },
    }),
    { inventoryAdjustmentGroup: null },
  );

export const APP_MUTATIONS: TypeResolvers = {
  inventoryAdjustQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      adjustQuantities(context.world, context.shop, {
        name: input.name as string,
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "changes",
        rows: (input.changes as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.delta as number,
          changeFrom: changeFrom(row, "InventoryChangeInput", context.apiVersion),
          ledgerDocumentUri: (row.ledgerDocumentUri ?? null) as string | null,
        })),
      }),
    );
  },
  inventorySetQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      setQuantities(context.world, context.shop, {
        name: input.name as string,
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "quantities",
        rows: (input.quantities as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.quantity as number,
          changeFrom: changeFrom(row, "InventoryQuantityInput", context.apiVersion),
        })),
      }),
    );
  },
  inventorySetOnHandQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      setQuantities(context.world, context.shop, {
        name: "on_hand",
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "setQuantities",
        rows: (input.setQuantities as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.quantity as number,
          changeFrom: changeFrom(row, "InventorySetQuantityInput", context.apiVersion),
        })),
      }),
    );
  },
  inventoryMoveQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    const side = (row: Loose) =>
      ({
        ...row,
        changeFrom: changeFrom(row, "InventoryMoveQuantityTerminalInput", context.apiVersion),
      }) as Loose;
    return adjusted(
      context,
      moveQuantities(context.world, context.shop, {
        reason: input.reason as string,
        referenceDocumentUri: input.referenceDocumentUri as string,
        rows: (input.changes as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          quantity: row.quantity as number,
          from: side(row.from),
          to: side(row.to),
        })),
      }),
    );
  },
  inventoryActivate: (_source, args, context) =>
    answer(
      activateItem(
        context.world,
        context.shop,
        args.inventoryItemId as string,
        args.locationId as string,
        (args.available ?? args.onHand ?? null) as number | null,
      ),
      (inventoryLevel) => ({ inventoryLevel }),
      { inventoryLevel: null },
    ),

  storeCreditAccountCredit: (_source, args, context) => {
    const input = args.creditInput as Loose;
    const currency = input.creditAmount.currencyCode as string;
    return answer(
      grantCredit(context.world, context.shop, args.id as string, {
        amountMinor: parseAmount(String(input.creditAmount.amount), currency) ?? 0,
        currency,
        expiresAt: input.expiresAt ? parseInstant(input.expiresAt as string) : null,
      }),
      (made) => ({ storeCreditAccountTransaction: creditTransaction(made.account, made.entry) }),
      { storeCreditAccountTransaction: null },
    );
  },
  storeCreditAccountDebit: (_source, args, context) => {
    const input = args.debitInput as Loose;
    const currency = input.debitAmount.currencyCode as string;
    return answer(
      debitAccount(context.world, context.shop, args.id as string, {
        amountMinor: parseAmount(String(input.debitAmount.amount), currency) ?? 0,
        currency,
      }),
      (made) => ({ storeCreditAccountTransaction: creditTransaction(made.account, made.entry) }),
      { storeCreditAccountTransaction: null },
    );
  },

  bulkOperationRunQuery: (_source, args, context) =>
    runBulkQuery(context, args.query as string, args.groupObjects === true),
  bulkOperationRunMutation: (_source, args, context) =>
    runBulkMutation(context, args.mutation as string, args.stagedUploadPath as string),
  bulkOperationCancel: (_source, args, context) => cancelBulk(context, args.id as string),

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
    const bad = addressError(input, found.topic, context, found.id);
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

  stagedUploadsCreate: (_source, args, context) => ({
    stagedTargets: (args.input as Loose[]).map((input) => stage(context, input)),
    userErrors: [],
  }),

  appSubscriptionCreate: (_source, args, context) => {
    const stamp = now(context.world);
    const lines = (args.lineItems as Loose[]).map((line) => {
      const pricing = line.plan?.appRecurringPricingDetails ?? {};
      const currency = (pricing.price?.currencyCode ?? context.shop.currency) as string;
      return {
        id: newGid(context.shop, "AppSubscriptionLineItem"),
        priceMinor: parseAmount(String(pricing.price?.amount ?? "0"), currency) ?? 0,
        currency,
        interval: (pricing.interval ?? "EVERY_30_DAYS") as string,
      };
    });
    const entry = {
      id: newGid(context.shop, "AppSubscription"),
      name: args.name as string,
      status: "PENDING" as const,
      test: args.test === true,
      trialDays: (args.trialDays ?? 0) as number,
      returnUrl: args.returnUrl as string,
      lineItems: lines,
      createdAt: stamp,
      currentPeriodEnd: null,
    };
    context.shop.appSubscriptions.set(entry.id, entry);
    return {
      appSubscription: appSubscription(context, entry),
      confirmationUrl: `https://${context.shop.domain}/admin/charges/${context.installation.apiKey}/${numericId(entry.id)}/RecurringApplicationCharge/confirm_recurring_application_charge?signature=${randomHex(context.world, 32)}`,
      userErrors: [],
    };
  },
  appSubscriptionCancel: (_source, args, context) => {
    const found = context.shop.appSubscriptions.get(args.id as string);
    if (!found)
      return {
        appSubscription: null,
        userErrors: [{ field: ["id"], message: "Couldn't find RecurringApplicationCharge" }],
      };
    found.status = "CANCELLED";
    emit(context.world, context.shop, { topic: "app_subscriptions/update", id: found.id });
    return { appSubscription: appSubscription(context, found), userErrors: [] };
  },
};

function stage(context: Context, input: Loose) {
  const key = `tmp/${numericId(context.shop.id)}/bulk/${randomHex(context.world, 32)}/${input.filename as string}`;
  context.shop.stagedUploads.set(key, {
    key,
    resource: input.resource as string,
    filename: input.filename as string,
    body: null,
  });
  const url = `https://${context.shop.domain}/__sandbox/uploads`;
  return {
    url,
    resourceUrl: input.resource === "BULK_MUTATION_VARIABLES" ? null : `${url}/${key}`,
    parameters: [
      { name: "key", value: key },
      { name: "Content-Type", value: (input.mimeType ?? "text/jsonl") as string },
      { name: "success_action_status", value: "201" },
      { name: "acl", value: "private" },
    ],
  };
}

function subscribe(context: Context, topic: string, input: Loose) {
  const bad = addressError(input, topic, context, null);
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

/** Errors still say callbackUrl (documented). */
function addressError(input: Loose, topic: string, context: Context, ownId: string | null) {
  const uri = (input.uri ?? input.callbackUrl) as string | undefined;
  const field = ["webhookSubscription", "callbackUrl"];
  if (!uri && !ownId) return { field, message: "Address can't be blank" };
  if (uri && !/^(https:\/\/|pubsub:\/\/|arn:aws:events:)/.test(uri))
    return { field, message: "Address protocol http:// is not supported" };
  const isTaken = [...context.shop.webhookSubscriptions.values()].some(
    (entry) =>
      entry.id !== ownId &&
      entry.topic === topic &&
      entry.uri === uri &&
      (entry.filter ?? null) === ((input.filter ?? null) as string | null),
  );
  return isTaken ? { field, message: "Address for this topic has already been taken" } : null;
}
