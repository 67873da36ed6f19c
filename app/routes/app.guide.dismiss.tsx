import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { saveGuideDismissed } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireAdmin(deps, request);
    await saveGuideDismissed(deps, shopId, true);
    return json({ isDismissed: true });
  });
