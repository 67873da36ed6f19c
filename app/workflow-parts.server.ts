/**
 * What the workflows bring to the rails: kinds of intent that are not Shopify's, and the functions that foretell what a
 * workflow would do. Put together here: features do not know each other. Used by web and worker.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { previewRouting } from "#app/dropship/routing/preview-routing.server.ts";
import { createMailIntentKind } from "#app/mail-parts.server.ts";
import { previewShopperMail } from "#app/messages/preview-shopper-mail.server.ts";
import { createPurchaseOrderKinds } from "#app/purchase-parts.server.ts";
import type { IntentKind } from "#app/rails/intent-kind.ts";
import type { WorkflowPreviews } from "#app/rails/workflows.ts";

type PartDeps = { readonly clock: Clock; readonly db: Db; readonly env: Env };

/** Mails, purchase orders … */
export function createOtherKinds(deps: PartDeps): readonly IntentKind[] {
  return [createMailIntentKind(deps), ...createPurchaseOrderKinds(deps)];
}

/** A workflow without a preview cannot be switched to Acting. */
export function createWorkflowPreviews(_deps: PartDeps): WorkflowPreviews {
  return { routing: previewRouting, shopper_mail: previewShopperMail };
}
