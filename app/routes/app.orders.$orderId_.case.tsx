import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";
import { addNote, assignCase, eraseNote } from "#app/shops/people/cases/case.server.ts";
import { beat } from "#app/shops/people/cases/presence.server.ts";
import { CASE_REFUSALS } from "#app/shops/people/cases/views.ts";
import { requirePermission, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

const OUR_ID = /^\d{1,18}$/;

const digits = z.string().regex(/^\d{1,20}$/);
const formSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("assign"), assigneeId: z.union([digits, z.literal("")]) }),
  z.object({ intent: z.literal("note"), text: z.string().max(20_000) }),
  z.object({ intent: z.literal("erase_note"), noteId: z.string().regex(OUR_ID) }),
]);

export type CaseAnswer = { readonly isSaved: boolean; readonly message: string | null };

/** The heartbeat of an open order page: says who else has it open. */
export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const orderId = readOrderId(params["orderId"]);
    const others = await beat(deps, { shopId, orderId, staffId: staff.id });
    return json({ others }, { headers: { "Cache-Control": "no-store" } });
  });

export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requirePermission(deps, request, "work_on_orders");
    const orderId = readOrderId(params["orderId"]);
    const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
    if (!form.success) return refused(400, "form_unreadable", "Reload the page and try again.");
    const asked = { shopId, orderId, staff };
    const done = await act(deps, asked, form.data);
    if (done.ok) return json({ isSaved: true, message: null });
    const { status, sentence } = CASE_REFUSALS[done.refusal.code];
    return refused(status, done.refusal.code, sentence);
  });

type Deps = ActionFunctionArgs["context"]["deps"];
type Asked = Parameters<typeof addNote>[1] extends infer Note ? Omit<Note, "text"> : never;

function act(deps: Deps, asked: Asked, form: z.output<typeof formSchema>) {
  if (form.intent === "note") return addNote(deps, { ...asked, text: form.text });
  if (form.intent === "erase_note")
    return eraseNote(deps, { ...asked, noteId: BigInt(form.noteId) });
  return assignCase(deps, { ...asked, assigneeId: form.assigneeId || null });
}

function readOrderId(text = ""): bigint {
  if (!OUR_ID.test(text)) throw new Response("No such order", { status: 404 });
  return BigInt(text);
}

const refused = (status: number, code: string, message: string) =>
  json({ isSaved: false, code, message }, { status });
