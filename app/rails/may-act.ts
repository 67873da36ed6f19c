/** The question every act passes twice: when it is decided and again when it is carried out. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Money } from "#app/platform/money.ts";
import type { Result } from "#app/platform/result.ts";
import type { IntentActor } from "./intent.ts";

/** What somebody wants to do. */
export type Act = {
  readonly shopId: bigint;
  readonly kind: string;
  readonly workflow: string;
  readonly actor: IntentActor;
  readonly orderGid: string | null;
  readonly subject: string | null;
  /** null when no money moves */
  readonly money: Money | null;
  /** null while it is being decided */
  readonly intentId: bigint | null;
  /** what Shopify said just now about the order's disputes; null: not asked, the mirror decides */
  readonly isDisputed: boolean | null;
};

export type ActRefusal = {
  readonly code: string;
  readonly message: string;
  /** When to ask again; null: only a person can lift it. */
  readonly retryAt: Date | null;
  /**
   * What happens to it meanwhile. `person`: it is recorded and waits until a person confirms or approves. `later`: it is
   * recorded and goes out by itself. Absent: it is not recorded; when it is already, it is given to a person.
   */
  readonly waits?: "person" | "later";
};

/** Runs in the transaction of the decision, or of the call that is about to begin. A call that may begin is counted. */
export type MayAct = (tx: ShopTx, act: Act) => Promise<Result<null, ActRefusal>>;

/** The limit of kinds whose ceiling is their own (goodwill, bonus), beside the order's refundable money. */
export type EvaluateOwnCeiling = (
  tx: ShopTx,
  act: Act,
) => Promise<Result<null, { readonly leftMinor: bigint; readonly currency: string }>>;
