/** An Admin client that adds up what its calls cost. */
import { createAdminClient, type AdminClientDeps } from "#app/shopify/admin-client.server.ts";

export function createMeter(deps: AdminClientDeps) {
  let points = 0;
  const admin = createAdminClient({
    ...deps,
    observeCall: (facts) => {
      points += facts.cost?.actualCost ?? 0;
      deps.observeCall(facts);
    },
  });
  return { admin, readPoints: () => points };
}
