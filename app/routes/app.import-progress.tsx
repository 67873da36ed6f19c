import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { findImportProgress } from "#app/orders/find-import-progress.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

/** The one thing Home asks again while orders are being read. */
export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireAdmin(deps, request);
    return json(
      { progress: await findImportProgress(deps, shopId) },
      { headers: { "Cache-Control": "no-store" } },
    );
  });
