/** Store credit accounts: one per customer and currency; credits are used oldest first. */
import { now, nowMs } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { Gid, Outcome, ShopState, StoreCreditAccount, World } from "#sandbox/store/types.ts";
import { done, refuse } from "./outcome.ts";

/** Most an account may hold, in minor units (guess: 15,000.00). */
export const CREDIT_LIMIT_MINOR = 1_500_000;

export type CreditEntry = StoreCreditAccount["transactions"][number];

export function balanceOf(account: StoreCreditAccount): number {
  return account.transactions[account.transactions.length - 1]?.balanceAfterMinor ?? 0;
}

export function accountsOf(shop: ShopState, ownerId: Gid): StoreCreditAccount[] {
  return [...shop.storeCreditAccounts.values()].filter((account) => account.ownerId === ownerId);
}

/** The owner's account in this currency, made when missing. */
export function openAccount(shop: ShopState, ownerId: Gid, currency: string): StoreCreditAccount {
  const found = accountsOf(shop, ownerId).find((account) => account.currency === currency);
  if (found) return found;
  const account: StoreCreditAccount = {
    id: newGid(shop, "StoreCreditAccount"),
    ownerId,
    currency,
    transactions: [],
  };
  shop.storeCreditAccounts.set(account.id, account);
  return account;
}

export type CreditDraft = {
  amountMinor: number;
  currency: string;
  expiresAt?: string | null;
  event?: string;
  orderTransactionId?: Gid | null;
};

/** Adds credit without asking whether it may be. */
export function creditAccount(
  world: World,
  shop: ShopState,
  ownerId: Gid,
  draft: CreditDraft,
): CreditEntry {
  const account = openAccount(shop, ownerId, draft.currency);
  const entry: CreditEntry = {
    id: newGid(shop, "StoreCreditAccountCreditTransaction"),
    kind: "CREDIT",
    amountMinor: draft.amountMinor,
    balanceAfterMinor: balanceOf(account) + draft.amountMinor,
    createdAt: now(world),
    expiresAt: draft.expiresAt ?? null,
    remainingMinor: draft.amountMinor,
    event: draft.event ?? "ADJUSTMENT",
    orderTransactionId: draft.orderTransactionId ?? null,
  };
  account.transactions.push(entry);
  return entry;
}

/** `storeCreditAccountCredit`: `id` names an account or a customer. */
export function grantCredit(
  world: World,
  shop: ShopState,
  id: Gid,
  draft: CreditDraft,
): Outcome<{ account: StoreCreditAccount; entry: CreditEntry }> {
  const input = ["creditInput"];
  const owner = findOwner(shop, id);
  if (!owner.ok) return owner;
  if (draft.amountMinor <= 0) {
    return refuse(
      [...input, "creditAmount", "amount"],
      "A positive amount must be used to credit a store credit account",
      "NEGATIVE_OR_ZERO_AMOUNT",
    );
  }
  if (owner.value.currency && owner.value.currency !== draft.currency) {
    return refuse(
      [...input, "creditAmount", "currencyCode"],
      "The currency provided does not match the currency of the store credit account",
      "MISMATCHING_CURRENCY",
    );
  }
  if (!shop.enabledPresentmentCurrencies.includes(draft.currency)) {
    return refuse(
      [...input, "creditAmount", "currencyCode"],
      "Currency is not supported",
      "UNSUPPORTED_CURRENCY",
    );
  }
  if (draft.expiresAt && Date.parse(draft.expiresAt) <= nowMs(world)) {
    return refuse(
      [...input, "expiresAt"],
      "The expiry date must be in the future",
      "EXPIRES_AT_IN_PAST",
    );
  }
  const before = accountsOf(shop, owner.value.ownerId).find((a) => a.currency === draft.currency);
  if ((before ? balanceOf(before) : 0) + draft.amountMinor > CREDIT_LIMIT_MINOR) {
    return refuse(
      [...input, "creditAmount", "amount"],
      "The operation would cause the account's credit limit to be exceeded",
      "CREDIT_LIMIT_EXCEEDED",
    );
  }
  const entry = creditAccount(world, shop, owner.value.ownerId, draft);
  return done({ account: openAccount(shop, owner.value.ownerId, draft.currency), entry });
}

/** `storeCreditAccountDebit`. Spends credits that expire first, then the oldest. */
export function debitAccount(
  world: World,
  shop: ShopState,
  id: Gid,
  draft: { amountMinor: number; currency: string },
): Outcome<{ account: StoreCreditAccount; entry: CreditEntry }> {
  const input = ["debitInput", "debitAmount"];
  const owner = findOwner(shop, id);
  if (!owner.ok) return owner;
  if (draft.amountMinor <= 0) {
    return refuse(
      [...input, "amount"],
      "A positive amount must be used to debit a store credit account",
      "NEGATIVE_OR_ZERO_AMOUNT",
    );
  }
  if (owner.value.currency && owner.value.currency !== draft.currency) {
    return refuse(
      [...input, "currencyCode"],
      "The currency provided does not match the currency of the store credit account",
      "MISMATCHING_CURRENCY",
    );
  }
  const account = accountsOf(shop, owner.value.ownerId).find((a) => a.currency === draft.currency);
  if (!account) return refuse(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND");
  if (balanceOf(account) < draft.amountMinor) {
    return refuse(
      [...input, "amount"],
      "The store credit account does not have sufficient funds to satisfy the request",
      "INSUFFICIENT_FUNDS",
    );
  }
  return done({ account, entry: spend(world, shop, account, draft.amountMinor) });
}

function spend(
  world: World,
  shop: ShopState,
  account: StoreCreditAccount,
  amountMinor: number,
): CreditEntry {
  let left = amountMinor;
  const credits = account.transactions
    .filter((entry) => entry.kind === "CREDIT" && entry.remainingMinor > 0)
    .sort((a, b) => ((a.expiresAt ?? "9") < (b.expiresAt ?? "9") ? -1 : 1));
  for (const credit of credits) {
    const part = Math.min(left, credit.remainingMinor);
    credit.remainingMinor -= part;
    left -= part;
  }
  const entry: CreditEntry = {
    id: newGid(shop, "StoreCreditAccountDebitTransaction"),
    kind: "DEBIT",
    amountMinor: -amountMinor,
    balanceAfterMinor: balanceOf(account) - amountMinor,
    createdAt: now(world),
    expiresAt: null,
    remainingMinor: 0,
    event: "ADJUSTMENT",
    orderTransactionId: null,
  };
  account.transactions.push(entry);
  return entry;
}

function findOwner(shop: ShopState, id: Gid): Outcome<{ ownerId: Gid; currency: string | null }> {
  const account = shop.storeCreditAccounts.get(id);
  if (account) return done({ ownerId: account.ownerId, currency: account.currency });
  if (shop.customers.has(id)) return done({ ownerId: id, currency: null });
  return id.includes("/StoreCreditAccount/")
    ? refuse(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND")
    : refuse(["id"], "Owner does not exist", "OWNER_NOT_FOUND");
}
