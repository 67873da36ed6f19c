import type { OrderListQuery } from "#app/orders/views.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import { formatOrderListParams } from "./order-list-params.ts";
import { useSubmitAndWait } from "./use-submit-and-wait.ts";

export type SavedViewAnswer =
  | { readonly ok: true; readonly savedViewId: string | null }
  | { readonly ok: false; readonly message: string };

/** Creates, renames and deletes saved views; each gives the view's id, or null after saying why not. */
export function useSavedViews() {
  const submit = useSubmitAndWait<SavedViewAnswer>("/app/orders/views");
  const toast = useToast();

  async function send(form: Record<string, string>, done: string) {
    const answer = await submit(form);
    toast(answer.ok ? done : answer.message, answer.ok ? {} : { isError: true });
    return answer;
  }

  return {
    create: (name: string, query: OrderListQuery) =>
      send(
        { intent: "create", name, query: formatOrderListParams(query).toString() },
        "View saved",
      ),
    rename: (savedViewId: string, name: string) =>
      send({ intent: "rename", savedViewId, name }, "View renamed"),
    remove: (savedViewId: string) => send({ intent: "delete", savedViewId }, "View deleted"),
  };
}
