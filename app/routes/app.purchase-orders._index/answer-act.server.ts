/** The answer to an act on purchase orders, from the list or from one's page. */
import { json } from "@remix-run/node";
import type { Deps } from "#app/deps.server.ts";
import { actOnMany } from "#app/dropship/purchase-orders/act-on-many.server.ts";
import {
  actFormSchema,
  describeDone,
  findFormErrors,
} from "#app/dropship/purchase-orders/parse-act-form.ts";
import { ACT_STATUS } from "#app/dropship/purchase-orders/purchase-order-refusals.ts";
import { answerRefusal, type StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const UNREADABLE = "The request could not be read. Reload the page and try again.";

export async function answerAct(deps: Deps, session: StaffSession, fields: FormData) {
  const forbidden = await answerRefusal(deps, session, "approve", (message): FormAnswer => ({
    isSaved: false,
    message,
  }));
  if (forbidden) return forbidden;
  const parsed = actFormSchema.safeParse(readJsonForm(fields));
  if (!parsed.success) return refused(422, { code: "unreadable", message: UNREADABLE });
  const form = parsed.data;
  const errors = findFormErrors(form);
  if (Object.keys(errors).length > 0)
    return json<FormAnswer>(
      { isSaved: false, message: "See the fields below.", code: "incomplete", errors },
      { status: 422 },
    );
  const by = { shopId: session.shopId, staffId: session.staff.id };
  const { done, refused: no } = await actOnMany(deps, by, {
    act: form.act,
    purchaseOrderIds: form.ids.map(BigInt),
    reason: form.reason.trim(),
  });
  const [first] = no;
  if (!first)
    return json<FormAnswer>({ isSaved: true, message: null, done: describeDone(form.act, done) });
  const sentences = [...new Set(no.map(({ sentence }) => sentence))].join(" ");
  const message = done > 0 ? `${describeDone(form.act, done)}. ${sentences}` : sentences;
  return refused(ACT_STATUS[first.code], { code: first.code, message });
}

const refused = (status: number, answer: { readonly code: string; readonly message: string }) =>
  json<FormAnswer>({ isSaved: false, ...answer }, { status });
