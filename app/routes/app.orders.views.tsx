import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";
import { deleteView, listSavedViews, saveView } from "#app/orders/saved-views.server.ts";
import type { SavedViewRefusal } from "#app/orders/views.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";
import type { SavedViewAnswer } from "#app/routes/app.orders._index/use-saved-views.ts";
import { saveChange } from "#app/shops/people/record-change.server.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";

const savedViewId = z.string().regex(/^\d{1,19}$/);
const name = z.string().trim().max(100);
const form = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("create"), name, query: z.string().max(2_000) }),
  z.object({ intent: z.literal("rename"), name, savedViewId }),
  z.object({ intent: z.literal("delete"), savedViewId }),
]);

export async function action({ context: { deps }, request }: ActionFunctionArgs) {
  const session = await requireStaff(deps, request);
  const asked = form.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) return answer({ ok: false, message: "That view could not be read." }, 400);
  const answered = await changeViews(deps, session.shopId, asked.data);
  // Without the name: it may be a shopper's, and the record is never erased.
  if (answered.ok)
    await saveChange(deps, session, "views.saved", {
      before: {},
      after: { act: asked.data.intent },
    });
  return answered;
}

type Deps = ActionFunctionArgs["context"]["deps"];

async function changeViews(deps: Deps, shopId: bigint, asked: z.output<typeof form>) {
  if (asked.intent === "delete") {
    await deleteView(deps, shopId, asked.savedViewId);
    return answer({ ok: true, savedViewId: null });
  }
  if (asked.intent === "create") {
    const {
      cursor: _cursor,
      pageSize: _pageSize,
      ...query
    } = parseOrderListParams(new URLSearchParams(asked.query));
    return saved(await saveView(deps, shopId, { name: asked.name, query }));
  }
  const { savedViewId: id, name: newName } = asked;
  const old = (await listSavedViews(deps, shopId)).find((view) => view.savedViewId === id);
  if (!old) return answer({ ok: false, message: "That view was deleted by somebody else." }, 409);
  const renamed = await saveView(deps, shopId, { name: newName, query: old.query });
  // The new one first: if the second step fails, the merchant has the view twice rather than not at all.
  if (renamed.ok) await deleteView(deps, shopId, id);
  return saved(renamed);
}

function saved(result: Awaited<ReturnType<typeof saveView>>) {
  if (result.ok) return answer({ ok: true, savedViewId: result.value.savedViewId });
  return answer({ ok: false, message: refusalWords(result.refusal) }, 409);
}

function refusalWords(refusal: SavedViewRefusal) {
  const words = {
    name_taken: "A view with this name exists. Choose another name.",
    name_empty: "Give the view a name.",
    too_many: `${"limit" in refusal ? refusal.limit : ""} views are the most. Delete one first.`,
  } as const satisfies Record<SavedViewRefusal["code"], string>;
  return words[refusal.code];
}

function answer(body: SavedViewAnswer, status = 200) {
  return json(body, { status });
}
