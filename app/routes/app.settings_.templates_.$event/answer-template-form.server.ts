/** The editor's forms: preview while typing, keep as a draft, publish, throw a draft away. What was typed is never lost. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { brandSchema } from "#app/messages/brand.ts";
import { defaultTemplate } from "#app/messages/default-template.ts";
import { LANGUAGES } from "#app/messages/languages.ts";
import { previewTemplate } from "#app/messages/preview-template.server.ts";
import type { ShopperEvent } from "#app/messages/shopper-events.ts";
import {
  findTemplateState,
  publishTemplate,
  removeDraft,
  saveDraft,
} from "#app/messages/templates-store.server.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import { findRefusal, type StaffSession } from "#app/shops/people/require-staff.server.ts";
import type { PreviewAnswer } from "#app/ui/describe-preview.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const text = z.object({ subject: z.string().max(200_000), body: z.string().max(200_000) });
const language = z.enum(LANGUAGES);
const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("preview"),
    language,
    /** null: as it is sent now */
    text: text.nullable(),
    orderId: z
      .string()
      .regex(/^\d{1,18}$/)
      .nullable(),
    brand: brandSchema.nullable(),
  }),
  z.object({ intent: z.literal("draft"), language, text }),
  z.object({ intent: z.literal("publish"), language, text }),
  z.object({ intent: z.literal("discard"), language }),
]);

type Form = z.output<typeof formSchema>;
type Answer = (FormAnswer | PreviewAnswer) & { readonly status: number };
type FormDeps = Pick<Deps, "db" | "clock">;

export async function answerTemplateForm(
  deps: FormDeps,
  session: StaffSession,
  event: ShopperEvent,
  fields: FormData,
): Promise<Answer> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return {
      status: 400,
      isSaved: false,
      message: "The form could not be read. Reload and try again.",
    };
  if (form.data.intent === "preview") return preview(deps, session.shopId, event, form.data);
  const refusal = await findRefusal(deps, session, "change_templates");
  if (refusal) {
    const { code, sentence: message } = refusal;
    return { status: 403, code, isSaved: false, message };
  }
  return save(deps, session, event, form.data);
}

async function preview(
  deps: FormDeps,
  shopId: bigint,
  event: ShopperEvent,
  form: Extract<Form, { intent: "preview" }>,
): Promise<Answer> {
  const name = { event, language: form.language };
  const words = form.text ?? (await findTemplateState(deps, shopId, name)).current;
  const orderId = form.orderId === null ? null : BigInt(form.orderId);
  const made = await previewTemplate(deps, shopId, {
    name,
    text: words ?? defaultTemplate(event, form.language),
    orderId,
    brand: form.brand,
  });
  // Not the reader's fault, and shown beside the field: no error of the page.
  if (!made.ok)
    return {
      status: 200,
      mail: null,
      orderName: null,
      isPartInvented: false,
      errors: made.refusal,
    };
  const { orderName, isPartInvented, ...mail } = made.value;
  return { status: 200, mail, orderName, isPartInvented, errors: {} };
}

async function save(
  deps: FormDeps,
  session: StaffSession,
  event: ShopperEvent,
  form: Exclude<Form, { intent: "preview" }>,
): Promise<Answer> {
  const { shopId, staff } = session;
  const name = { event, language: form.language };
  const by = staff.name;
  if (form.intent === "discard") {
    await removeDraft(deps, shopId, name);
    return { status: 200, isSaved: true, message: null, done: "The draft is gone." };
  }
  if (form.intent === "draft") {
    const errors = await saveDraft(deps, shopId, name, form.text, by);
    const done = errors ? "Kept as a draft. It can't be published yet." : "Kept as a draft";
    return { status: 200, isSaved: true, message: null, done };
  }
  const record = changeRecorder(deps, session, "messages.template");
  const published = await publishTemplate({ ...deps, record }, shopId, name, form.text, by);
  if (!published.ok) {
    // Typed once is enough: what cannot be published is kept.
    await saveDraft(deps, shopId, name, form.text, by);
    return {
      status: 422,
      isSaved: false,
      message: "Kept as a draft. Correct the marked field, then publish.",
      errors: published.refusal,
    };
  }
  const version = published.value;
  return { status: 200, isSaved: true, message: null, done: `Published as version ${version}` };
}
