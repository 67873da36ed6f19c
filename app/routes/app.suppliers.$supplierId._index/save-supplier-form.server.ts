/** The forms of a supplier's page: save, archive, restore. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import {
  archiveSupplier,
  describeArchiveRefusal,
} from "#app/dropship/suppliers/archive-supplier.server.ts";
import { evaluateSupplierForm } from "#app/dropship/suppliers/evaluate-supplier-form.ts";
import {
  createSupplier,
  SAVE_REFUSALS,
  updateSupplier,
} from "#app/dropship/suppliers/save-supplier.server.ts";
import { supplierFormSchema } from "#app/dropship/suppliers/supplier-form.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("save"),
    version: z.iso.datetime().nullable(),
    form: supplierFormSchema,
  }),
  z.object({ intent: z.literal("archive") }),
  z.object({ intent: z.literal("restore") }),
]);

type Answer = FormAnswer & { readonly status: number };
type Save = Extract<z.output<typeof formSchema>, { intent: "save" }>;
type SaveDeps = Pick<Deps, "db" | "clock" | "env">;

/** What to say, or where a new supplier's page is. */
export async function saveSupplierForm(
  deps: SaveDeps,
  { shopId, staff }: Pick<StaffSession, "shopId" | "staff">,
  supplierId: bigint | null,
  fields: FormData,
): Promise<Answer | { readonly path: string }> {
  const form = formSchema.safeParse(readJsonForm(fields));
  const by = { shopId, staffId: staff.id };
  if (!form.success || (form.data.intent !== "save" && supplierId === null))
    return {
      status: 400,
      isSaved: false,
      code: "form_unreadable",
      message: "The form could not be read. Reload and try again.",
    };
  if (form.data.intent === "save") return save(deps, by, supplierId, form.data);
  const isArchived = form.data.intent === "archive";
  const archived = await archiveSupplier(deps, { ...by, supplierId: supplierId ?? 0n, isArchived });
  if (archived.ok)
    return {
      status: 200,
      isSaved: true,
      message: null,
      done: isArchived ? "Archived" : "Restored, and paused",
    };
  const { status, sentence } = describeArchiveRefusal(archived.refusal);
  return { status, isSaved: false, code: archived.refusal.code, message: sentence };
}

async function save(
  deps: SaveDeps,
  by: { readonly shopId: bigint; readonly staffId: string },
  supplierId: bigint | null,
  { form, version }: Save,
): Promise<Answer | { readonly path: string }> {
  const evaluated = evaluateSupplierForm(form);
  if (!evaluated.ok) return refused({ code: "fields", errors: evaluated.refusal });
  const saved =
    supplierId === null
      ? await createSupplier(deps, by, evaluated.value)
      : await updateSupplier(
          deps,
          { ...by, supplierId, version: new Date(version ?? 0) },
          evaluated.value,
        );
  if (!saved.ok) return refused(saved.refusal);
  if (supplierId === null) return { path: `/app/suppliers/${saved.value.supplierId}` };
  return { status: 200, isSaved: true, message: null };
}

function refused(refusal: {
  readonly code: keyof typeof SAVE_REFUSALS;
  readonly errors?: Readonly<Record<string, string>>;
}): Answer {
  const { status, sentence } = SAVE_REFUSALS[refusal.code];
  return {
    status,
    isSaved: false,
    code: refusal.code,
    message: sentence,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
  };
}
