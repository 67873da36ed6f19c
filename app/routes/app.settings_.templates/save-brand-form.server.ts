/** Saves the shop's voice, or says per field why not. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { brandSchema } from "#app/messages/brand.ts";
import { saveBrand } from "#app/messages/settings-store.server.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.object({ intent: z.literal("brand"), brand: brandSchema });

export async function saveBrandForm(
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
  const record = changeRecorder(deps, session, "messages.voice");
  const saved = await saveBrand({ ...deps, record }, session.shopId, form.data.brand);
  if (!saved.ok)
    return {
      status: 422,
      isSaved: false,
      message: "Correct the marked fields.",
      errors: saved.refusal,
    };
  return { status: 200, isSaved: true, message: null };
}
