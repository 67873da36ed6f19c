import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { dismissGuide } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "dismiss_guide", (sentence) => ({
      isDismissed: false,
      sentence,
    }));
    if (refusal) return refusal;
    const recordAs = changeRecorder(deps, session, "guide.dismissed");
    await dismissGuide(deps, session.shopId, (tx) =>
      recordAs(tx, { before: { isShown: true }, after: { isShown: false } }),
    );
    return json({ isDismissed: true });
  });
