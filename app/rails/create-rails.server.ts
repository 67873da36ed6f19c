/** The rails as web and worker use them: everything `recordIntent` and `carryOutIntent` ask for, built once a process. */
import type { Clock } from "#app/platform/clock.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { createMayAct } from "./create-may-act.server.ts";
import { createShopifyKinds } from "./create-shopify-kinds.server.ts";
import { enqueueCarryOut } from "./enqueue-carry-out.server.ts";
import { createFetchIsDisputed, type FetchIsDisputed } from "./fetch-is-disputed.server.ts";
import { buildIntentKinds, type IntentKind } from "./intent-kind.ts";
import { evaluateOwnCeiling } from "./own-ceiling.server.ts";
import type { RecordDeps } from "./record-intent.server.ts";
import type { ListTeam, TellTeam, WorkflowPreviews } from "./workflows.ts";

export type Rails = RecordDeps & {
  readonly fetchIsDisputed: FetchIsDisputed;
  readonly previews: WorkflowPreviews;
};

export type RailsParts = {
  readonly clock: Clock;
  readonly admin: AdminClient;
  /** kinds that are not Shopify's: mails, purchase orders */
  readonly otherKinds: readonly IntentKind[];
  readonly listTeam: ListTeam;
  readonly tellTeam: TellTeam;
  readonly previews: WorkflowPreviews;
};

export function createRails(parts: RailsParts): Rails {
  const { clock, admin, otherKinds, listTeam, tellTeam, previews } = parts;
  return {
    clock,
    kinds: buildIntentKinds([...createShopifyKinds({ admin }), ...otherKinds]),
    mayAct: createMayAct({ clock, listTeam, tellTeam }),
    evaluateOwnCeiling,
    enqueueCarryOut,
    fetchIsDisputed: createFetchIsDisputed({ admin }),
    listTeam,
    tellTeam,
    previews,
  };
}
