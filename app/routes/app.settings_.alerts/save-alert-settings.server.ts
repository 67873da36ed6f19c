/** Saves what was typed on the alerts page, or says why not. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { EVENT_NAMES, WAYS, type AlertEvent } from "#app/shops/alerts/events.ts";
import type { AlertChoices } from "#app/shops/alerts/list-alerts.server.ts";
import { saveChoices } from "#app/shops/alerts/save-choices.server.ts";
import { removeWebhook, saveWebhook, WEBHOOK_REFUSALS } from "#app/shops/alerts/webhook.server.ts";
import { findRefusal, type StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";

export type AlertAnswer = {
  readonly isSaved: boolean;
  readonly message: string | null;
  readonly code?: string;
  /** shown this once */
  readonly secret?: string | null;
};

type Answer = AlertAnswer & { readonly status: number };

const event = z.enum(EVENT_NAMES as [AlertEvent, ...AlertEvent[]]);
const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("choices"),
    staffId: z.string().regex(/^\d{1,20}$/),
    choices: z.record(event, z.enum(WAYS)),
  }),
  z.object({
    intent: z.literal("webhook"),
    url: z.string().max(4_000),
    events: z.array(event).max(EVENT_NAMES.length),
  }),
  z.object({ intent: z.literal("remove_webhook") }),
]);

type Form = z.output<typeof formSchema>;
type SaveDeps = Pick<Deps, "db" | "clock" | "env">;

export async function saveAlertSettings(
  deps: SaveDeps,
  session: StaffSession,
  fields: FormData,
): Promise<Answer> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return refused({ status: 400, message: "The form could not be read. Reload and try again." });
  const isOwn = form.data.intent === "choices" && form.data.staffId === session.staff.id;
  const refusal = isOwn ? null : await findRefusal(deps, session, "change_settings");
  if (refusal) return refused({ status: 403, code: refusal.code, message: refusal.sentence });
  return save(deps, session, form.data);
}

async function save(deps: SaveDeps, session: StaffSession, form: Form): Promise<Answer> {
  const { shopId } = session;
  const by = session.staff.id;
  if (form.intent === "remove_webhook") {
    await removeWebhook(deps, { shopId, by });
    return { status: 200, isSaved: true, message: null };
  }
  if (form.intent === "webhook") {
    const { url, events } = form;
    const saved = await saveWebhook(deps, { shopId, by, url, events });
    if (saved.ok) return { status: 200, isSaved: true, message: null, secret: saved.value.secret };
    const { code } = saved.refusal;
    return refused({ status: 422, code, message: WEBHOOK_REFUSALS[code] });
  }
  const { staffId } = form;
  // The schema asks for every event of the table.
  const choices = form.choices as AlertChoices;
  const saved = await saveChoices(deps, { shopId, staffId, by, choices });
  if (saved.ok) return { status: 200, isSaved: true, message: null };
  const message = "This person is not on your list any more. Reload the page.";
  return refused({ status: 404, code: saved.refusal.code, message });
}

const refused = (answer: { status: number; message: string; code?: string }): Answer => ({
  isSaved: false,
  ...answer,
});
