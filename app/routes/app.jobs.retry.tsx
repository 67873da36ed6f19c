import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { retryParkedJob } from "#app/routes/app._index/parked-jobs.server.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "retry_jobs", (sentence) => ({
      isRetried: false,
      sentence,
    }));
    if (refusal) return refusal;
    const { shopId } = session;
    const parkedJobId = String((await request.formData()).get("parkedJobId"));
    if (!/^\d{1,19}$/.test(parkedJobId)) return json({ isRetried: false }, { status: 400 });
    const recordAs = changeRecorder(deps, session, "jobs.retry");
    const isRetried = await retryParkedJob(deps, shopId, BigInt(parkedJobId), (tx) =>
      recordAs(tx, { before: {}, after: { task: parkedJobId } }),
    );
    return json({ isRetried });
  });
