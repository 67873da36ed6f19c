/** Job `rails.carry-out`: one intent, until it is settled or waits for its next job. */
import { carryOutIntent, type CarryOutDeps } from "./carry-out-intent.server.ts";

export async function handleCarryOut(
  deps: CarryOutDeps,
  { shopId, intentId }: { readonly shopId: string; readonly intentId: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  await carryOutIntent(deps, { shopId: BigInt(shopId), intentId: BigInt(intentId) }, signal);
}
