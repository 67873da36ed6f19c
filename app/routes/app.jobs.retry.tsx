import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { retryParkedJob } from "#app/routes/app._index/parked-jobs.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireAdmin(deps, request);
    const parkedJobId = String((await request.formData()).get("parkedJobId"));
    if (!/^\d{1,19}$/.test(parkedJobId)) return json({ isRetried: false }, { status: 400 });
    return json({ isRetried: await retryParkedJob(deps, shopId, BigInt(parkedJobId)) });
  });
