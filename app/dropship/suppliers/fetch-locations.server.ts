/** The places a supplier may be shown at in Shopify. Also those that nothing was shipped from yet: the mirror knows only others. */
import { Outage } from "#app/platform/outage.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { ListLocationsDocument } from "#app/shopify/generated/operations.ts";

export type LocationChoice = { readonly locationGid: string; readonly name: string };

// A page waits for it; without it the places known from orders are offered.
const PATIENCE_MS = MS_PER_SECOND;
const DEADLINE_MS = 3 * MS_PER_SECOND;

/** Empty when Shopify does not answer in time. */
export async function fetchLocations(
  { admin }: { readonly admin: AdminClient },
  shopId: bigint,
): Promise<readonly LocationChoice[]> {
  const limits = { patienceMs: PATIENCE_MS, deadlineMs: DEADLINE_MS };
  try {
    const { locations } = await admin.run(shopId, ListLocationsDocument, {}, limits);
    return locations.nodes.map(({ id: locationGid, name }) => ({ locationGid, name }));
  } catch (error) {
    if (error instanceof Outage) return [];
    throw error;
  }
}
