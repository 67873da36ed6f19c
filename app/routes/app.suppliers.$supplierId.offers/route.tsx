import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { Banner, BlockStack, Card } from "@shopify/polaris";
import { useState } from "react";
import { listOffers, type OfferView } from "#app/dropship/suppliers/offers/list-offers.server.ts";
import {
  hasVariants,
  searchVariants,
} from "#app/dropship/suppliers/offers/search-variants.server.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { OfferCard } from "./offer-card.tsx";
import { OfferFilters } from "./offer-filters.tsx";
import { parseOfferParams } from "./offer-params.ts";
import { OfferTable } from "./offer-table.tsx";
import { saveOfferForm } from "./save-offer-form.server.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const { shopId } = session;
    const id = params["supplierId"] ?? "";
    const supplier = OUR_ID.test(id)
      ? await inShop(deps.db, shopId, (tx) => findSupplier(tx, shopId, BigInt(id)))
      : null;
    if (!supplier) throw new Response("No such supplier", { status: 404 });
    const { supplierId, currency } = supplier;
    const { query, find } = parseOfferParams(new URL(request.url).searchParams);
    const refusal = await findRefusal(deps, session, "change_suppliers");
    return json({
      query,
      currency,
      page: await listOffers(deps, { shopId, supplierId, currency }, query),
      found: await searchVariants(deps, shopId, find),
      isCatalogueKnown: await hasVariants(deps, shopId),
      refusal: refusal?.sentence ?? null,
    });
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
    if (!OUR_ID.test(id)) throw new Response("No such supplier", { status: 404 });
    const by = { shopId: session.shopId, supplierId: BigInt(id), staffId: session.staff.id };
    const { status, ...answer } = await saveOfferForm(deps, by, await request.formData());
    return json(answer, { status });
  });

export default function OffersPage() {
  const { query, currency, page, isCatalogueKnown, refusal } = useLoaderData<typeof loader>();
  const { supplierId = "" } = useParams();
  const address = `/app/suppliers/${supplierId}/offers`;
  const [edited, setEdited] = useState<OfferView | null>(null);
  const isLocked = refusal !== null;
  return (
    <BlockStack gap="400">
      {refusal ? <Banner title="You can look, not change">{refusal}</Banner> : null}
      {isCatalogueKnown ? null : (
        <Banner title="We're still reading your products">
          They can be offered as soon as they are here, usually within minutes.
        </Banner>
      )}
      <OfferCard
        key={edited?.variantGid ?? "new"}
        {...{ address, currency, edited, isLocked }}
        onClose={() => setEdited(null)}
      />
      <Card padding="0">
        <OfferFilters query={query} />
        <OfferTable
          page={page}
          currency={currency}
          onEdit={setEdited}
          emptyState={
            <NothingHere
              heading={query.search || query.filter !== "all" ? "No offers match" : "No offers yet"}
            >
              {query.search || query.filter !== "all"
                ? "Nothing here fits your search and the filter you chose."
                : "Add one above, or send the supplier's price list under Feed."}
            </NothingHere>
          }
        />
      </Card>
    </BlockStack>
  );
}

export const ErrorBoundary = PageError;
