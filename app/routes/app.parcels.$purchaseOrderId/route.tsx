import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Page } from "@shopify/polaris";
import { getParcels } from "#app/dropship/shipments/get-parcels.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";
import { ParcelCard } from "./parcel-card.tsx";
import { ParcelForm } from "./parcel-form.tsx";
import { saveParcel } from "./save-parcel.server.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const id = params["purchaseOrderId"] ?? "";
    const view = OUR_ID.test(id) ? await getParcels(deps, session.shopId, BigInt(id)) : null;
    if (!view) throw new Response("No such purchase order", { status: 404 });
    const refusal = await findRefusal(deps, session, "approve");
    return json({ view, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "approve", (message): FormAnswer => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const id = params["purchaseOrderId"] ?? "";
    if (!OUR_ID.test(id)) throw new Response("No such purchase order", { status: 404 });
    return saveParcel(deps, session, BigInt(id), readJsonForm(await request.formData()));
  });

export default function ParcelsPage() {
  const { view, refusal } = useLoaderData<typeof loader>();
  const { purchaseOrderId, number, parcels, canAdd } = view;
  const path = `/app/parcels/${purchaseOrderId}`;
  return (
    <Page
      title={`Parcels of ${number}`}
      backAction={{ content: number, url: `/app/purchase-orders/${purchaseOrderId}` }}
    >
      <BlockStack gap="400">
        {refusal ? <Banner title="You can look, not act">{refusal}</Banner> : null}
        {parcels.length === 0 ? (
          <Card>
            <NothingHere heading="No tracking number yet">
              {canAdd
                ? "The supplier gives it on the link, by file or by mail. You can enter it, too."
                : "This purchase order takes no tracking numbers now."}
            </NothingHere>
          </Card>
        ) : null}
        {parcels.map((parcel) => (
          <ParcelCard
            // A corrected number begins a new form.
            key={`${parcel.shipmentId} ${parcel.trackingNumber}`}
            parcel={parcel}
            path={path}
            isLocked={refusal !== null}
          />
        ))}
        {canAdd ? (
          <ParcelForm
            key={parcels.length}
            path={path}
            lines={view.lines}
            isLocked={refusal !== null}
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
