/** The forms of the offers' page: save one, remove one, take costs from Shopify. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { offerFormSchema } from "#app/dropship/suppliers/offers/evaluate-offer.ts";
import {
  OFFER_WORDS,
  removeOffer,
  saveOffer,
  takeShopifyCosts,
  type OfferRefusal,
} from "#app/dropship/suppliers/offers/save-offer.server.ts";
import type { Result } from "#app/platform/result.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.discriminatedUnion("intent", [
  offerFormSchema.extend({ intent: z.literal("save") }),
  offerFormSchema.pick({ variantGid: true }).extend({ intent: z.literal("remove") }),
  z.object({ intent: z.literal("take_costs") }),
]);

type Answer = FormAnswer & { readonly status: number };
type By = { readonly shopId: bigint; readonly supplierId: bigint; readonly staffId: string };

export async function saveOfferForm(
  deps: Pick<Deps, "db" | "clock">,
  by: By,
  fields: FormData,
): Promise<Answer> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return {
      status: 400,
      isSaved: false,
      code: "form_unreadable",
      message: "The form could not be read. Reload and try again.",
    };
  if (form.data.intent === "save") return told(await saveOffer(deps, by, form.data), "Offer saved");
  if (form.data.intent === "remove")
    return told(await removeOffer(deps, by, form.data.variantGid), "Offer removed");
  const taken = await takeShopifyCosts(deps, by);
  if (taken > 0)
    return {
      status: 200,
      isSaved: true,
      message: null,
      done: `${countOf(taken, "cost")} taken over`,
    };
  return {
    status: 409,
    isSaved: false,
    code: "no_costs",
    message:
      "Shopify knows no further costs for this supplier. Tick its vendors under Supplier, or enter costs in Shopify in its currency.",
  };
}

function told(answer: Result<null, OfferRefusal>, words: string): Answer {
  if (answer.ok) return { status: 200, isSaved: true, message: null, done: words };
  const { refusal } = answer;
  const { status, sentence } = OFFER_WORDS[refusal.code];
  const errors = refusal.code === "fields" ? { errors: refusal.errors } : {};
  return { status, isSaved: false, code: refusal.code, message: sentence, ...errors };
}
