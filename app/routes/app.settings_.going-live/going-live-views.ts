/** What the page and its answers carry: strings, no instants and no bigint. */
import type { Mode, Workflow } from "#app/rails/workflows.ts";

export type WorkflowView = {
  readonly workflow: Workflow;
  readonly label: string;
  readonly mode: Mode;
  /** ISO instant; null: never live */
  readonly goLiveAt: string | null;
  /** the same for the form's field; empty while it watches: then "now" is meant */
  readonly goLiveText: string;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  readonly canBeSwitched: boolean;
};

/** Of the paid orders of the last 28 days. */
export type LateCapturesView = { readonly orders: number; readonly late: number };

export type PreviewRow = {
  readonly summary: string;
  readonly at: string;
  readonly amount: string | null;
  readonly orderPath: string | null;
  /** why it would not go out; null: it would */
  readonly reason: string | null;
};

export type PreviewView = {
  readonly workflow: Workflow;
  readonly mode: Mode;
  readonly goLiveAt: string;
  readonly goLiveText: string;
  readonly seen: string;
  /** "34 mails · $120.00 refunded", or that nothing would happen */
  readonly total: string;
  readonly heldBack: readonly string[];
  readonly rows: readonly PreviewRow[];
  /** acts beyond those in `rows` */
  readonly more: number;
};

export type GoingLiveAnswer =
  | { readonly kind: "preview"; readonly preview: PreviewView; readonly sentence: string | null }
  | { readonly kind: "switched"; readonly workflow: Workflow; readonly mode: Mode }
  | {
      readonly kind: "refused";
      readonly workflow: string;
      readonly field: "goLiveAt" | "form";
      readonly sentence: string;
    };
