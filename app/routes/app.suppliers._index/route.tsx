import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Page } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { listOfferTokens } from "#app/dropship/suppliers/api/offer-tokens.server.ts";
import { listRateViews } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { listReadyRows } from "#app/dropship/suppliers/readiness.server.ts";
import { countReady, listSupplierRows } from "#app/dropship/suppliers/list-supplier-rows.server.ts";
import { suggestSuppliers } from "#app/dropship/suppliers/suggest-suppliers.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
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
import { ReadyBanner } from "./ready-banner.tsx";
import { ReadyCard } from "./ready-card.tsx";
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
    const [refusal, page, { rates, ready, isWatching }, tokens] = [
      await findRefusal(deps, session, "change_suppliers"),
      await listSupplierRows(deps, shopId, query),
      await inShop(deps.db, shopId, async (tx) => ({
        rates: await listRateViews(tx, shopId),
        ready: await countReady(tx, shopId),
        isWatching: (await findMode(tx, shopId, "routing")).mode === "watching",
      })),
      await listOfferTokens(deps, shopId),
    ];
    const isAsked = params.has("suggest") || !page.hasAny;
    const suggestions = isAsked ? await suggestSuppliers(deps, shopId) : null;
    const lacking = await listReadyRows(deps, shopId, page.rows);
    return json({
      ...{ query, page, rates, tokens, suggestions, lacking },
      readyCount: isWatching ? ready.ready : 0,
      refusal: refusal?.sentence ?? null,
    });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_suppliers", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const answer = await saveListForm(deps, session, await request.formData());
    if ("path" in answer) return redirect(answer.path);
    const { status, ...said } = answer;
    return json(said, { status });
  });

export default function SuppliersPage() {
  const view = useLoaderData<typeof loader>();
  const { query, page, rates, tokens, suggestions, lacking, readyCount, refusal } = view;
  const isLocked = refusal !== null;
  // Asked for once, with the rest that the supplier lacks.
  const shownRates = rates.filter(
    ({ currency, rate }) =>
      rate !== null ||
      !lacking.some((row) => row.currency === currency && row.missing.includes("rate")),
  );
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
        {readyCount > 0 ? <ReadyBanner count={readyCount} /> : null}
        {lacking.length > 0 ? <ReadyCard rows={lacking} isLocked={isLocked} /> : null}
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
        {shownRates.length > 0 ? (
          <div id="rates">
            <RatesCard rates={shownRates} isLocked={isLocked} />
          </div>
        ) : null}
        {page.hasAny ? <TokensCard {...{ tokens, isLocked }} /> : null}
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
