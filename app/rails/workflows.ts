/**
 * The workflows that may act, their modes, and what each brings to the rails.
 *
 * How a workflow acts: `recordIntent(deps.rails, tx, shopId, draft)` in the transaction of its decision, with
 * `workflow` one of the names below and `actor` either a rule (`{ kind: "rule", name, version }`: automatic) or a person
 * (`{ kind: "person", name }`, name = the staff id of the session). The answer is the intent (`planned`: it goes out;
 * `asked`: a person is asked first) or a refusal `may_not_act` whose code and sentence are in act-words.ts; then nothing was
 * written. An intent with a legal deadline carries it in `draft.legalDeadlineAt`. What may not go out yet (paused, at a
 * ceiling) is recorded all the same and goes out later by itself.
 *
 * How a workflow is previewed: it brings one `PreviewWorkflow`, registered by its name in app/workflow-parts.server.ts. It
 * gives every act that the workflow would record in the window if it were acting, and records nothing.
 *
 * Mail to the merchant's own staff (alerts, tests, invitations) is `workflow: "service"`, kind `send_mail`: no mode, pause or
 * ceiling holds it back, or nobody could be told that something is held back.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Money } from "#app/platform/money.ts";

export const WORKFLOWS = ["routing", "returns", "delays", "shopper_mail"] as const;
export type Workflow = (typeof WORKFLOWS)[number];

/** Mail to the merchant's own staff; not a workflow that anybody switches on. */
export const SERVICE_WORKFLOW = "service";

/** `watching`: computes and shows. `asking`: a person confirms each batch. `acting`: by itself, within the brakes. */
export const MODES = ["watching", "asking", "acting"] as const;
export type Mode = (typeof MODES)[number];

export const WORKFLOW_LABELS: Readonly<Record<Workflow, string>> = {
  routing: "Supplier routing",
  returns: "Returns",
  delays: "Delay notices",
  shopper_mail: "Shopper mail",
};

export const isWorkflow = (text: string): text is Workflow =>
  WORKFLOWS.some((workflow) => workflow === text);

export const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text);

export const ROLES = ["owner", "manager", "agent"] as const;
export type Role = (typeof ROLES)[number];

/** Somebody who may act for the shop. */
export type TeamMember = {
  /** Shopify's id of the staff member, as digits */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
};

/** Everybody of the shop's team, owners first. */
export type ListTeam = (tx: ShopTx, shopId: bigint) => Promise<readonly TeamMember[]>;

/** Something of the rails that people should know at once. Raised twice under one key, it is one alert. */
export type RailsAlert = {
  readonly shopId: bigint;
  readonly event: "brake_reached" | "approval_waiting";
  readonly key: string;
  readonly title: string;
  readonly sentence: string;
  /** page of ours that shows it */
  readonly path: string;
  /** the one person it is for; null: everybody who wants to hear of the event, owners at least */
  readonly forStaffId: string | null;
  readonly raisedAt: Date;
};

export type TellTeam = (tx: ShopTx, alert: RailsAlert) => Promise<void>;

export type PreviewWindow = {
  readonly shopId: bigint;
  readonly from: Date;
  /** exclusive; 24 hours later */
  readonly until: Date;
  /** Orders placed before are not the workflow's to touch; the rails drop them, whatever the preview says. */
  readonly goLiveAt: Date;
};

/** One act that would be recorded. The same fields as the intent that it would become. */
export type PreviewedAct = {
  readonly kind: string;
  readonly orderGid: string | null;
  /** null when no money moves */
  readonly money: Money | null;
  /** when it would be done, within the window */
  readonly at: Date;
  /** what a person reads: "Tell the shopper of #1042 that it has shipped" */
  readonly summary: string;
};

export type PreviewWorkflow = (
  tx: ShopTx,
  window: PreviewWindow,
) => Promise<readonly PreviewedAct[]>;

export type WorkflowPreviews = Readonly<Partial<Record<Workflow, PreviewWorkflow>>>;
