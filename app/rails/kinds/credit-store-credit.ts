/**
 * Store credit beside a refund: a goodwill or a bonus, with a ceiling of its own. Its transactions bear no mark: one new
 * credit of just this amount is taken for ours, several are for a person.
 */
import { z } from "zod";
import { parseMoney } from "#app/platform/money.ts";
import {
  CreditStoreCreditDocument,
  ListStoreCreditMovementsDocument,
  type ListStoreCreditMovementsQuery,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import * as arg from "./args.ts";

const MOVEMENT_LIMIT = 100;

export const creditArgs = z.strictObject({
  /** the account, or the customer who has or gets one */
  ownerGid: z.union([arg.gid("StoreCreditAccount"), arg.gid("Customer")]),
  amountMinor: arg.minor,
  currency: arg.currency,
  expiresAt: z.iso.datetime().nullable(),
  notifyCustomer: arg.notifyCustomer,
});

type Credit = { readonly gid: string; readonly amountMinor: string; readonly currency: string };

export const creditStoreCredit = defineShopifyKind({
  name: "credit_store_credit",
  mutation: "storeCreditAccountCredit",
  args: creditArgs,
  ceiling: "own",
  moneyOf: ({ amountMinor, currency }) => arg.sumMinor([amountMinor], currency),
  document: CreditStoreCreditDocument,
  variables: ({ ownerGid, amountMinor, currency, expiresAt, notifyCustomer }) => ({
    id: ownerGid,
    creditInput: {
      creditAmount: arg.moneyInput(amountMinor, currency),
      ...(expiresAt && { expiresAt }),
      notify: notifyCustomer,
    },
  }),
  readAnswer: (data) => {
    const made = data.storeCreditAccountCredit?.storeCreditAccountTransaction;
    return {
      kind: "done",
      outcome: { creditGid: made?.id ?? null, accountGid: made?.account.id ?? null },
    };
  },
  lookDocument: ListStoreCreditMovementsDocument,
  lookVariables: ({ ownerGid }) => ({ id: ownerGid }),
  readBefore: (seen) => readCredits(seen).map(({ gid }) => gid),
  recognise: (seen, { args, before }): Sight => {
    const credits = readCredits(seen);
    const added = credits.filter(({ gid }) => !before?.includes(gid));
    const alike = added.filter(
      ({ amountMinor, currency }) => amountMinor === args.amountMinor && currency === args.currency,
    );
    const [only] = alike;
    if (alike.length === 1 && only && before)
      return { kind: "effect", outcome: { creditGid: only.gid } };
    if (alike.length > 0)
      return { kind: "unsure", why: "Several credits of this amount were given meanwhile." };
    return added.length >= MOVEMENT_LIMIT
      ? { kind: "unsure", why: "The account has moved too much to find one credit in it." }
      : { kind: "nothing" };
  },
});

/** Credits by hand or by apps; refunds and payments are not among them. */
function readCredits({ node }: ListStoreCreditMovementsQuery): Credit[] {
  const accounts =
    node && "storeCreditAccounts" in node
      ? node.storeCreditAccounts.nodes
      : node && "transactions" in node
        ? [node]
        : [];
  return accounts
    .flatMap(({ transactions }) => transactions.nodes)
    .flatMap((movement) => {
      if (!("id" in movement) || movement.event !== "ADJUSTMENT") return [];
      const { amount, currencyCode } = movement.amount;
      const money = parseMoney(amount, currencyCode);
      return money.ok
        ? [
            {
              gid: movement.id,
              amountMinor: money.value.amountMinor.toString(),
              currency: currencyCode,
            },
          ]
        : [];
    });
}
