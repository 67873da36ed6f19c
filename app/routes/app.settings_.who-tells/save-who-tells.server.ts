/** Saves who tells the shopper, event by event, or says why not. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { saveOwners } from "#app/messages/settings-store.server.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.object({ owners: z.record(z.string().max(40), z.string().max(40)) });

export async function saveWhoTells(
  deps: Pick<Deps, "db" | "clock">,
  session: StaffSession,
  fields: FormData,
): Promise<FormAnswer & { readonly status: number }> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return {
      status: 400,
      isSaved: false,
      message: "The form could not be read. Reload and try again.",
    };
  const record = changeRecorder(deps, session, "messages.who_tells");
  const saved = await saveOwners({ ...deps, record }, session.shopId, form.data.owners);
  if (!saved.ok) return { status: 422, isSaved: false, message: saved.refusal.message };
  return { status: 200, isSaved: true, message: null };
}
