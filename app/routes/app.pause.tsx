import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { inShop } from "#app/platform/db.server.ts";
import { pauseEverything, resumeEverything } from "#app/rails/pauses.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

export type PauseAnswer = { readonly isDone: boolean; readonly sentence: string | null };

/** Pause everything, or resume. Stopping waits for nobody: whoever is of the team may. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const step = (await request.formData()).get("step");
    if (step !== "pause" && step !== "resume")
      return json<PauseAnswer>(
        { isDone: false, sentence: "The form could not be read. Reload and try again." },
        { status: 422 },
      );
    const refusal = await answerRefusal(deps, session, step, (sentence): PauseAnswer => ({
      isDone: false,
      sentence,
    }));
    if (refusal) return refusal;
    const { shopId, staff } = session;
    const by = { staffId: staff.id, at: deps.clock.now() };
    await inShop(deps.db, shopId, (tx) =>
      step === "pause" ? pauseEverything(tx, shopId, by) : resumeEverything(tx, shopId, by),
    );
    return json<PauseAnswer>({ isDone: true, sentence: null });
  });
