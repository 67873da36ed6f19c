/** One row of the list as pages see it. Pure. */
import { formatMoney, moneyToDecimal } from "#app/platform/money.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import {
  evaluateExceptionFlag,
  type ExceptionThresholds,
  type FlagFacts,
} from "./exception-flags.ts";
import type { FlagView, MoneyView, OrderRowView } from "./views.ts";

export type ListRow = FlagFacts & {
  readonly orderId: bigint;
  readonly gid: string;
  readonly name: string;
  readonly placedAt: Date;
  readonly customerName: string | null;
  readonly country: string | null;
  readonly totalMinor: bigint;
  readonly sortTotalMinor: bigint;
  readonly currency: string;
  readonly financialStatus: string | null;
  readonly fulfillmentStatus: string;
  readonly lineCount: number;
  readonly units: number;
  readonly vendors: readonly string[];
  readonly tags: readonly string[];
  readonly cancelledAt: Date | null;
  readonly isTest: boolean;
  readonly isDisputed: boolean;
};

export type ViewSettings = {
  readonly domain: string;
  readonly thresholds: ExceptionThresholds;
  readonly now: Date;
};

export function orderRowView(
  row: ListRow,
  { domain, thresholds, now }: ViewSettings,
): OrderRowView {
  return {
    orderId: row.orderId.toString(),
    orderGid: row.gid,
    name: row.name,
    placedAt: row.placedAt.toISOString(),
    customerName: row.customerName,
    country: row.country,
    total: moneyView(row.totalMinor, row.currency),
    financialStatus: row.financialStatus,
    fulfillmentStatus: row.fulfillmentStatus,
    lineCount: row.lineCount,
    units: row.units,
    vendors: row.vendors,
    tags: row.tags,
    isCancelled: row.cancelledAt !== null,
    isTest: row.isTest,
    isDisputed: row.isDisputed,
    flag: flagView(row, thresholds, now),
    adminUrl: orderAdminUrl(domain, row.gid),
  };
}

export function flagView(
  facts: FlagFacts,
  thresholds: ExceptionThresholds,
  now: Date,
): FlagView | null {
  const verdict = evaluateExceptionFlag(facts, thresholds, now);
  return (
    verdict && {
      flag: verdict.flag,
      since: verdict.since.toISOString(),
      days: Math.max(0, Math.floor((now.getTime() - verdict.since.getTime()) / MS_PER_DAY)),
      isProbablyLost: verdict.isProbablyLost,
    }
  );
}

export function moneyView(amountMinor: bigint, currency: string): MoneyView {
  const money = { amountMinor, currency };
  return { amount: moneyToDecimal(money), currency, text: formatMoney(money) };
}

/** The order's own page in Shopify's admin. */
export const orderAdminUrl = (domain: string, orderGid: string): string =>
  `https://admin.shopify.com/store/${domain.replace(/\.myshopify\.com$/, "")}/orders/${orderGid.slice(orderGid.lastIndexOf("/") + 1)}`;
