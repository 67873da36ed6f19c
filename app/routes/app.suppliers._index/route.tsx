import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Page } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { listOfferTokens } from "#app/dropship/suppliers/api/offer-tokens.server.ts";
import { listRateViews } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { listSupplierRows } from "#app/dropship/suppliers/list-supplier-rows.server.ts";
import { suggestSuppliers } from "#app/dropship/suppliers/suggest-suppliers.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { parseSupplierListParams } from "./list-params.ts";
import { RatesCard } from "./rates-card.tsx";
import { saveListForm } from "./save-list-form.server.ts";
import { SuggestionsCard } from "./suggestions-card.tsx";
import { SupplierFilters } from "./supplier-filters.tsx";
import { SupplierTable } from "./supplier-table.tsx";
import { TokensCard } from "./tokens-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const { shopId } = session;
    const params = new URL(request.url).searchParams;
    const query = parseSupplierListParams(params);
    const [refusal, page, rates, tokens] = [
      await findRefusal(deps, session, "change_suppliers"),
      await listSupplierRows(deps, shopId, query),
      await inShop(deps.db, shopId, (tx) => listRateViews(tx, shopId)),
      await listOfferTokens(deps, shopId),
    ];
    const isAsked = params.has("suggest") || !page.hasAny;
    const suggestions = isAsked ? await suggestSuppliers(deps, shopId) : null;
    return json({ query, page, rates, tokens, suggestions, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_suppliers", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const { status, ...answer } = await saveListForm(deps, session, await request.formData());
    return json(answer, { status });
  });

export default function SuppliersPage() {
  const { query, page, rates, tokens, suggestions, refusal } = useLoaderData<typeof loader>();
  const isLocked = refusal !== null;
  return (
    <Page
      fullWidth
      title="Suppliers"
      primaryAction={{
        content: "Add supplier",
        icon: PlusIcon,
        url: "/app/suppliers/new",
        disabled: isLocked,
      }}
      secondaryActions={[{ content: "Find suppliers", url: "/app/suppliers?suggest=1" }]}
    >
      <BlockStack gap="400">
        {refusal ? <Banner title="You can look, not change">{refusal}</Banner> : null}
        {suggestions ? (
          <SuggestionsCard key={suggestions.found.length} {...{ suggestions, isLocked }} />
        ) : null}
        {page.hasAny ? (
          <Card padding="0">
            <SupplierFilters query={query} />
            <SupplierTable
              page={page}
              emptyState={
                <NothingHere heading="No suppliers match">
                  Nothing here fits your search and the state you chose.
                </NothingHere>
              }
            />
          </Card>
        ) : null}
        {rates.length > 0 ? (
          <div id="rates">
            <RatesCard {...{ rates, isLocked }} />
          </div>
        ) : null}
        {page.hasAny ? <TokensCard {...{ tokens, isLocked }} /> : null}
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
