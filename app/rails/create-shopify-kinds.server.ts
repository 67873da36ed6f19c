/** Gives the rows of shopify-intent-kinds.ts their way to Shopify. */
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { assessCallFailure } from "./assess-call-failure.ts";
import type { RunDocument } from "./define-shopify-kind.ts";
import type { IntentKind, KindContext } from "./intent-kind.ts";
import { SHOPIFY_INTENT_KINDS } from "./shopify-intent-kinds.ts";

// A pause must take hold within 5 s: a call that cannot begin by then is put back and asks the rails again.
const CALL_PATIENCE_MS = 3 * MS_PER_SECOND;
const CALL_DEADLINE_MS = 15 * MS_PER_SECOND;

export function createShopifyKinds({ admin }: { readonly admin: AdminClient }): IntentKind[] {
  return SHOPIFY_INTENT_KINDS.map(({ name, args, ceiling, moneyOf, readBefore, call, look }) => ({
    name,
    args,
    ceiling,
    moneyOf,
    readBefore: readBefore && ((context) => readBefore(reader(admin, context), context)),
    call: (context) => call(caller(admin, context), context),
    look: (context) => look(reader(admin, context), context),
    assessFailure: assessCallFailure,
  }));
}

const caller =
  (admin: AdminClient, { shopId, signal }: KindContext): RunDocument =>
  (document, variables) =>
    admin.run(shopId, document, variables, {
      deadlineMs: CALL_DEADLINE_MS,
      patienceMs: CALL_PATIENCE_MS,
      signal,
    });

const reader =
  (admin: AdminClient, { shopId, signal }: KindContext): RunDocument =>
  (document, variables) =>
    admin.run(shopId, document, variables, { signal });
