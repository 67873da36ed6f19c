import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { createDownloadLink } from "#app/shopify/download-link.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

/** An address of the list as CSV, good for one download. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "export_orders", (sentence) => ({
      sentence,
    }));
    if (refusal) return refusal;
    const { shopId, staffUserId } = session;
    const file = { kind: "orders_csv", query: new URL(request.url).search } as const;
    const url = createDownloadLink(deps, { shopId, staffUserId, file });
    return json({ url }, { headers: { "Cache-Control": "no-store" } });
  });
