/** The routing card of an order: what was decided, why, and what can be done about what waits. Pure. */
import { formatMoney } from "#app/platform/money.ts";
import {
  describeDrop,
  describeLineReason,
  ORDER_REASON_WORDS,
  type RoutingReason,
} from "./hold-reasons.ts";
import type { DropReason } from "#app/dropship/planner/routing-plan.ts";
import type { RoutingState } from "./routing-store.server.ts";
import type { StoredPlan } from "./stored-plan.ts";

export type Fix = { readonly label: string; readonly url: string };

export type ReasonView = {
  readonly text: string;
  /** null: it is about the whole order */
  readonly line: string | null;
  readonly fixes: readonly Fix[];
};

export type ConsideredView = {
  readonly supplierId: string;
  readonly supplier: string;
  readonly assignedUnits: number;
  /** why it was left out; null: it could have shipped it */
  readonly dropped: string | null;
  /** whole line alone, formatted; null where it was left out */
  readonly wouldCost: string | null;
};

export type LineRoutingView = {
  readonly lineGid: string;
  readonly title: string;
  readonly considered: readonly ConsideredView[];
};

export type PlanView = {
  readonly version: number;
  readonly ruleVersion: number;
  readonly cause: string;
  readonly decidedAt: string;
  /** null: our rule */
  readonly person: string | null;
  readonly total: string;
  readonly parts: string;
  readonly parcels: number;
  readonly isProvenBest: boolean;
  readonly lines: readonly LineRoutingView[];
};

export type RoutingView = {
  readonly state: RoutingState;
  readonly stateLabel: string;
  readonly reasons: readonly ReasonView[];
  /** newest first */
  readonly plans: readonly PlanView[];
  readonly purchaseOrders: readonly {
    readonly id: string;
    readonly number: string;
    readonly supplier: string;
    readonly state: string;
    readonly units: number;
    /** where Shopify shows its units, or why they stay; a sentence each */
    readonly placement: readonly string[];
  }[];
  /** What a person may still decide; empty: nothing. */
  readonly open: readonly {
    readonly lineGid: string;
    readonly title: string;
    readonly options: readonly { readonly supplierId: string; readonly label: string }[];
  }[];
};

export const STATE_LABELS: Readonly<Record<RoutingState, string>> = {
  waiting: "Waiting",
  held: "Held",
  partly: "Partly with suppliers",
  routed: "With suppliers",
  done: "Done",
  before_aftercare: "Before go-live",
  not_ours: "Not for suppliers",
};

export const CAUSE_WORDS: Readonly<Record<string, string>> = {
  changed: "The order was placed or changed",
  declined: "A supplier declined",
  fail_over: "A supplier was late",
  revoked: "A purchase order was taken back",
  failed: "A purchase order could not be sent",
  supply: "Stock, cost or a supplier changed",
  rule: "The rule or the mode changed",
  person: "Decided by your team",
};

export type ViewNames = {
  readonly currency: string;
  /** supplier names by id as digits */
  readonly suppliers: ReadonlyMap<string, string>;
  /** currencies nobody has entered a rate for, by the id of a supplier that uses them */
  readonly currenciesWithoutRate: ReadonlyMap<string, string>;
  /** line titles by gid */
  readonly lines: ReadonlyMap<string, string>;
};

export type StoredPlanRow = {
  readonly version: number;
  readonly ruleVersion: number;
  readonly cause: string;
  readonly person: string | null;
  readonly decidedAt: Date;
  readonly plan: StoredPlan;
};

export function planView(row: StoredPlanRow, names: ViewNames): PlanView {
  const { plan } = row;
  const money = (minor: string) =>
    formatMoney({ amountMinor: BigInt(minor), currency: names.currency });
  const { goodsMinor, shippingMinor, dropFeesMinor, riskMinor, totalMinor } = plan.cost;
  const parts = [
    `goods ${money(goodsMinor)}`,
    `shipping ${money(shippingMinor)}`,
    ...(dropFeesMinor === "0" ? [] : [`fees ${money(dropFeesMinor)}`]),
    ...(riskMinor === "0" ? [] : [`expected trouble ${money(riskMinor)}`]),
  ];
  const gids = [...new Set(plan.considered.map(({ lineGid }) => lineGid))];
  return {
    version: row.version,
    ruleVersion: row.ruleVersion,
    cause: CAUSE_WORDS[row.cause] ?? row.cause,
    decidedAt: row.decidedAt.toISOString(),
    person: row.person,
    total: money(totalMinor),
    parts: parts.join(", "),
    parcels: plan.parcels,
    isProvenBest: plan.isProvenBest,
    lines: gids.map((lineGid) => ({
      lineGid,
      title: names.lines.get(lineGid) ?? "A line that is gone",
      considered: plan.considered
        .filter((one) => one.lineGid === lineGid)
        .map((one) => consideredView(one, names, money))
        .sort((a, b) => b.assignedUnits - a.assignedUnits || rankOf(a) - rankOf(b)),
    })),
  };
}

const rankOf = ({ dropped }: ConsideredView) => (dropped === null ? 0 : 1);

function consideredView(
  { supplierId, verdict }: StoredPlan["considered"][number],
  names: ViewNames,
  money: (minor: string) => string,
): ConsideredView {
  const base = { supplierId, supplier: names.suppliers.get(supplierId) ?? "An archived supplier" };
  if (verdict.kind === "possible")
    return {
      ...base,
      assignedUnits: verdict.assignedUnits,
      dropped: null,
      wouldCost: money(verdict.wholeLineMinor),
    };
  const dropped = describeDrop(readDrop(verdict.reason), (minor) => money(minor.toString()));
  return { ...base, assignedUnits: 0, dropped, wouldCost: null };
}

/** Sums come back as digits. */
function readDrop(reason: DropReasonStored): DropReason {
  if (reason.code === "below_minimum_order")
    return { ...reason, minimumOrderMinor: BigInt(reason.minimumOrderMinor) };
  if (reason.code === "below_advertised_price")
    return { ...reason, minimumAdvertisedMinor: BigInt(reason.minimumAdvertisedMinor) };
  return reason;
}

type DropReasonStored = Extract<
  StoredPlan["considered"][number]["verdict"],
  { kind: "dropped" }
>["reason"];

/** A reason with the pages on which it can be mended. */
export function reasonView(
  reason: RoutingReason,
  plan: StoredPlan | null,
  names: ViewNames,
): ReasonView {
  if (!("lineGid" in reason))
    return { text: ORDER_REASON_WORDS[reason.code], line: null, fixes: orderFixes(reason.code) };
  const line = names.lines.get(reason.lineGid) ?? "A line that is gone";
  const dropped = (plan?.considered ?? []).filter(({ lineGid }) => lineGid === reason.lineGid);
  return { text: describeLineReason(reason), line, fixes: lineFixes(dropped, names) };
}

function orderFixes(code: Exclude<RoutingReason, { lineGid: string }>["code"]): Fix[] {
  if (code === "no_suppliers" || code === "nobody_offers")
    return [{ label: "Open suppliers", url: "/app/suppliers" }];
  if (code === "payment_authorised") return [{ label: "Open the rule", url: "/app/rules/routing" }];
  if (code === "watching" || code === "before_go_live")
    return [{ label: "Open Going live", url: "/app/settings/going-live" }];
  return [];
}

const MOST_FIXES = 3;

function lineFixes(considered: readonly StoredPlan["considered"][number][], names: ViewNames) {
  const fixes = considered.flatMap(({ supplierId, verdict }): Fix[] => {
    if (verdict.kind !== "dropped") return [];
    const unrated = names.currenciesWithoutRate.get(supplierId);
    if (verdict.reason.code === "cost_unknown" && unrated)
      return [{ label: `Enter a rate for ${unrated}`, url: "/app/suppliers#rates" }];
    const word = FIX_WORDS[verdict.reason.code];
    const supplier = names.suppliers.get(supplierId);
    return word && supplier
      ? [{ label: `${word} ${supplier}`, url: `/app/suppliers/${supplierId}` }]
      : [];
  });
  const isRule = considered.some(
    ({ verdict }) =>
      verdict.kind === "dropped" &&
      ["below_margin_floor", "lead_time_too_long"].includes(verdict.reason.code),
  );
  return [
    ...distinct(fixes).slice(0, MOST_FIXES),
    ...(isRule ? [{ label: "Open the rule", url: "/app/rules/routing" }] : []),
    ...(considered.length === 0 ? [{ label: "Add an offer", url: "/app/suppliers" }] : []),
  ];
}

/** Suppliers of one currency lack one rate. */
const distinct = (fixes: readonly Fix[]) => [
  ...new Map(fixes.map((fix) => [`${fix.label} ${fix.url}`, fix])).values(),
];

const FIX_WORDS: Readonly<Partial<Record<DropReason["code"], string>>> = {
  cost_unknown: "Enter a cost at",
  stock_unknown: "Enter stock at",
  out_of_stock: "Look at stock of",
  weight_unknown: "Look at the tariff of",
  region_not_served: "Add a region to",
  lead_time_unknown: "Enter a lead time at",
  excluded_by_rule: "Open",
  inactive: "Resume",
};
