/** Mutations of store credit, bulk operations, uploads and billing. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid, numericId, randomHex } from "#sandbox/store/ids.ts";
import { parseInstant } from "#sandbox/store/clock.ts";
import { parseAmount } from "#sandbox/domain/money.ts";
import { debitAccount, grantCredit } from "#sandbox/domain/store-credit.ts";
import { cancelBulk, runBulkMutation, runBulkQuery } from "#sandbox/graphql/bulk/run-bulk.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { answer } from "./answer.ts";
import { appSubscription, creditTransaction } from "./people.ts";

export const APP_MUTATIONS: TypeResolvers = {
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
