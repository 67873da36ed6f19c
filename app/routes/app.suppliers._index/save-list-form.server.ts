/** The forms of the list: suppliers ticked off the suggestions, what they lack, exchange rates and keys. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import {
  createOfferToken,
  revokeOfferToken,
} from "#app/dropship/suppliers/api/offer-tokens.server.ts";
import { saveRate } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { saveReady, type ReadyForm } from "#app/dropship/suppliers/readiness.server.ts";
import { adoptSuppliers } from "#app/dropship/suppliers/suggest-suppliers.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("adopt"),
    ticked: z
      .array(z.object({ kind: z.enum(["vendor", "location", "carrier"]), name: z.string() }))
      .max(600),
  }),
  z.object({
    intent: z.literal("rate"),
    currency: z.string().max(3),
    rate: z.string().max(50),
  }),
  z.object({
    intent: z.literal("ready"),
    supplierId: z.string().regex(/^\d{1,18}$/),
    email: z.string().max(4_000).nullable(),
    parcel: z.string().max(50).nullable(),
    currency: z.string().max(3),
    rate: z.string().max(50),
  }),
  z.object({ intent: z.literal("create_token") }),
  z.object({ intent: z.literal("revoke_token"), tokenId: z.string().regex(/^\d{1,18}$/) }),
]);

type Answer = FormAnswer & {
  readonly status: number;
  /** shown this once */
  readonly token?: string;
};

export async function saveListForm(
  deps: SaveDeps,
  { shopId, staff }: Pick<StaffSession, "shopId" | "staff">,
  fields: FormData,
): Promise<Answer | Moved> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return {
      status: 400,
      isSaved: false,
      code: "form_unreadable",
      message: "The form could not be read. Reload and try again.",
    };
  const by = { shopId, staffId: staff.id };
  switch (form.data.intent) {
    case "adopt":
      return adopt(deps, by, form.data.ticked);
    case "rate": {
      const { currency, rate } = form.data;
      const saved = await saveRate(deps, { ...by, currency, rate });
      if (saved.ok) return { status: 200, isSaved: true, message: null };
      const { code, sentence } = saved.refusal;
      return { status: 422, isSaved: false, code, message: sentence };
    }
    case "ready":
      return getReady(deps, by, { ...form.data, supplierId: BigInt(form.data.supplierId) });
    case "create_token":
      return makeToken(deps, by);
    case "revoke_token":
      await revokeOfferToken(deps, { ...by, tokenId: BigInt(form.data.tokenId) });
      return { status: 200, isSaved: true, message: null, done: "Revoked" };
  }
}

/** The page that shows what was done. */
type Moved = { readonly path: string };
type SaveDeps = Pick<Deps, "db" | "clock" | "env">;
type By = { readonly shopId: bigint; readonly staffId: string };

async function adopt(
  deps: SaveDeps,
  by: By,
  ticked: Parameters<typeof adoptSuppliers>[1]["ticked"],
): Promise<Answer | Moved> {
  const added = await adoptSuppliers(deps, { ...by, ticked });
  // The list says what each of them still needs.
  if (added > 0) return { path: "/app/suppliers" };
  return {
    status: 409,
    isSaved: false,
    code: "nothing_to_add",
    message: "Somebody else has added these meanwhile. Reload the page.",
  };
}

async function getReady(deps: SaveDeps, by: By, form: ReadyForm): Promise<Answer> {
  const saved = await saveReady(deps, by, form);
  if (saved.ok) return { status: 200, isSaved: true, message: null };
  const { code, status, sentence, errors } = saved.refusal;
  return { status, isSaved: false, code, message: sentence, ...(errors ? { errors } : {}) };
}

async function makeToken(deps: SaveDeps, by: By): Promise<Answer> {
  const made = await createOfferToken(deps, by);
  if (made.ok) return { status: 200, isSaved: true, message: null, token: made.value.token };
  return {
    status: 409,
    isSaved: false,
    code: made.refusal.code,
    message: "There are ten keys already. Revoke one that is not used any more.",
  };
}
