/** Finds and runs an action of `/__sandbox/act`. */
import type { ShopState } from "#sandbox/store/types.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { ActRefused, type Act, type ActResult } from "./act-types.ts";
import { APP_ACTS } from "./app-acts.ts";
import { ORDER_ACTS } from "./order-acts.ts";

const ACTS: Record<string, Act> = { ...APP_ACTS, ...ORDER_ACTS };

export const ACT_NAMES: readonly string[] = Object.keys(ACTS);

/** Throws `ActRefused` with a sentence for an unknown action or one that does not apply. */
export function runAct(
  sandbox: Sandbox,
  shop: ShopState,
  fields: Record<string, unknown>,
): ActResult {
  const act = ACTS[String(fields["action"])];
  if (!act) throw new ActRefused(`"action" is one of ${ACT_NAMES.join(", ")}`);
  return act({ sandbox, shop, fields });
}
