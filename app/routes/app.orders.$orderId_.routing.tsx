import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";
import { OVERRIDE_STATUS, overrideRouting } from "#app/dropship/routing/override-routing.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";

const OUR_ID = /^\d{1,18}$/;

const formSchema = z.object({
  reason: z.string().max(500),
  choices: z
    .array(
      z.object({ lineGid: z.string().max(100), supplierId: z.string().regex(OUR_ID).nullable() }),
    )
    .max(200),
});

/** A person gives lines of the order to suppliers. */
export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "approve", (message): FormAnswer => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const orderId = params["orderId"] ?? "";
    if (!OUR_ID.test(orderId)) throw new Response("No such order", { status: 404 });
    const form = formSchema.safeParse(readJsonForm(await request.formData()));
    if (!form.success)
      return refused(400, "form_unreadable", "The form could not be read. Reload and try again.");
    const routed = await overrideRouting(deps, {
      shopId: session.shopId,
      orderId: BigInt(orderId),
      staffId: session.staff.id,
      reason: form.data.reason,
      choices: form.data.choices.map(({ lineGid, supplierId }) => ({
        lineGid,
        supplierId: supplierId === null ? null : BigInt(supplierId),
      })),
    });
    if (!routed.ok) {
      const { code, sentence } = routed.refusal;
      return refused(OVERRIDE_STATUS[code], code, sentence);
    }
    return json<FormAnswer>({ isSaved: true, message: null, done: "Given to suppliers" });
  });

const refused = (status: number, code: string, message: string) =>
  json<FormAnswer>({ isSaved: false, code, message }, { status });
