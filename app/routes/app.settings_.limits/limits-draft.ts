/** What the form of the limits holds, as typed, and the words of its fields. Pure. */
import { COUNTERS, LIMIT_KINDS, type Counter, type LimitKind } from "#app/rails/kind-rules.ts";
import { LIMITED_ROLES, type LimitedRole } from "#app/rails/role-limits.ts";

export type RoleField = `${LimitedRole}.${LimitKind}`;
export type LimitField = Counter | RoleField;

export const ROLE_FIELDS: readonly RoleField[] = LIMITED_ROLES.flatMap((role) =>
  LIMIT_KINDS.map((limitKind): RoleField => `${role}.${limitKind}`),
);
export const LIMIT_FIELDS: readonly LimitField[] = [...COUNTERS, ...ROLE_FIELDS];

export type LimitsDraft = Readonly<Record<LimitField, string>>;

export const COUNTER_LABELS: Readonly<Record<Counter, string>> = {
  refunds: "Refunds",
  refund_sum: "Refunded in total",
  cancellations: "Cancellations",
  purchase_orders: "Purchase orders",
  mails: "Mails",
};

export const LIMIT_LABELS: Readonly<Record<LimitKind, string>> = {
  refunds: "One refund",
  goodwill: "One goodwill payment",
  cancellations: "One cancellation",
};

export type CeilingView = {
  readonly counter: Counter;
  /** what holds while the field is empty, e.g. "40" or "$400.00" */
  readonly defaultText: string;
  readonly usedText: string;
};

export type LimitsAnswer = {
  readonly isSaved: boolean;
  readonly errors: Readonly<Partial<Record<LimitField | "form", string>>>;
};
