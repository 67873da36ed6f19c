import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";
import { deleteView, renameView, saveView } from "#app/orders/saved-views.server.ts";
import type { SavedView, SavedViewRefusal } from "#app/orders/views.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Result } from "#app/platform/result.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";
import type { SavedViewAnswer } from "#app/routes/app.orders._index/use-saved-views.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
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
  // Without the name: it may be a shopper's, and the record is never erased.
  const recordAs = changeRecorder(deps, session, "views.saved");
  const record = (tx: ShopTx) => recordAs(tx, { before: {}, after: { act: asked.data.intent } });
  return changeViews(deps, session.shopId, asked.data, record);
}

type Deps = ActionFunctionArgs["context"]["deps"];

async function changeViews(
  deps: Deps,
  shopId: bigint,
  asked: z.output<typeof form>,
  record: (tx: ShopTx) => Promise<void>,
) {
  if (asked.intent === "delete") {
    await deleteView(deps, shopId, asked.savedViewId, record);
    return answer({ ok: true, savedViewId: null });
  }
  if (asked.intent === "rename") return saved(await renameView(deps, shopId, asked, record));
  const {
    cursor: _cursor,
    pageSize: _pageSize,
    ...query
  } = parseOrderListParams(new URLSearchParams(asked.query));
  return saved(await saveView(deps, shopId, { name: asked.name, query }, record));
}

function saved(result: Result<Pick<SavedView, "savedViewId">, SavedViewRefusal>) {
  if (result.ok) return answer({ ok: true, savedViewId: result.value.savedViewId });
  return answer({ ok: false, message: refusalWords(result.refusal) }, 409);
}

function refusalWords(refusal: SavedViewRefusal) {
  const words = {
    name_taken: "A view with this name exists. Choose another name.",
    name_empty: "Give the view a name.",
    view_gone: "That view was deleted by somebody else.",
    too_many: `${"limit" in refusal ? refusal.limit : ""} views are the most. Delete one first.`,
  } as const satisfies Record<SavedViewRefusal["code"], string>;
  return words[refusal.code];
}

function answer(body: SavedViewAnswer, status = 200) {
  return json(body, { status });
}
