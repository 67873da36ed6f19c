import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { openNewSupplier, openSupplier } from "#app/dropship/suppliers/open-supplier.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { saveSupplierForm } from "./save-supplier-form.server.ts";
import { SupplierFormPage } from "./supplier-form-page.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const id = params["supplierId"] ?? "";
    const refusal = await findRefusal(deps, session, "change_suppliers");
    const view =
      id === "new"
        ? await openNewSupplier(deps, session.shopId)
        : OUR_ID.test(id)
          ? await openSupplier(deps, session.shopId, BigInt(id))
          : null;
    if (!view) throw new Response("No such supplier", { status: 404 });
    return json({ view, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_suppliers", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const id = params["supplierId"] ?? "";
    const supplierId = OUR_ID.test(id) ? BigInt(id) : null;
    if (supplierId === null && id !== "new")
      throw new Response("No such supplier", { status: 404 });
    const answer = await saveSupplierForm(deps, session, supplierId, await request.formData());
    if ("path" in answer) return redirect(answer.path);
    const { status, ...said } = answer;
    return json(said, { status });
  });

export default function SupplierPage() {
  const { view, refusal } = useLoaderData<typeof loader>();
  // Saved or changed by somebody else: the form begins anew from what is stored.
  return <SupplierFormPage key={`${view.supplierId} ${view.version}`} {...{ view, refusal }} />;
}

export const ErrorBoundary = PageError;
