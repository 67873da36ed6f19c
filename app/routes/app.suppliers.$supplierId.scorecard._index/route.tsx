import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack } from "@shopify/polaris";
import { getScorecard } from "#app/dropship/scorecard/get-scorecard.server.ts";
import { evaluateWeights, WEIGHTS_STATUS } from "#app/dropship/scorecard/evaluate-weights.ts";
import { saveWeights } from "#app/dropship/scorecard/scorecard-settings.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { FiguresCard } from "./figures-card.tsx";
import { GradeCard } from "./grade-card.tsx";
import { TrendCard } from "./trend-card.tsx";
import { WeightsCard } from "./weights-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export type WeightsAnswer = { readonly isSaved: boolean; readonly message: string | null };

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const id = params["supplierId"] ?? "";
    const card = OUR_ID.test(id) ? await getScorecard(deps, session.shopId, BigInt(id)) : null;
    if (!card) throw new Response("No such supplier", { status: 404 });
    const refusal = await findRefusal(deps, session, "change_suppliers");
    return json({ card, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(
      deps,
      session,
      "change_suppliers",
      (message): WeightsAnswer => ({ isSaved: false, message }),
    );
    if (refusal) return refusal;
    const form = await request.formData();
    const weights = evaluateWeights({
      onTime: String(form.get("onTime") ?? ""),
      shipped: String(form.get("shipped") ?? ""),
      notCancelled: String(form.get("notCancelled") ?? ""),
    });
    if (!weights.ok)
      return json<WeightsAnswer>(
        { isSaved: false, message: weights.refusal.sentence },
        { status: WEIGHTS_STATUS },
      );
    await saveWeights(deps, { shopId: session.shopId, staffId: session.staff.id }, weights.value);
    return json<WeightsAnswer>({ isSaved: true, message: null });
  });

export default function ScorecardPage() {
  const { card, refusal } = useLoaderData<typeof loader>();
  const { supplierId, lines, pastLines, spanDays } = card;
  if (lines === 0)
    return (
      <NothingHere heading="No lines yet">
        {`Nothing was asked of this supplier in the last ${spanDays} days. The scorecard fills with its purchase orders; orders from before count once its vendor names are assigned.`}
      </NothingHere>
    );
  return (
    <BlockStack gap="400">
      {pastLines > 0 ? (
        <Banner tone="info">
          {`${pastLines} of ${lines} lines were fulfilled without a purchase order and are known by their vendor. Their due dates are reckoned with this supplier's days to ship.`}
        </Banner>
      ) : null}
      <GradeCard card={card} />
      <FiguresCard supplierId={supplierId} measures={card.measures} />
      <TrendCard trend={card.trend} />
      <WeightsCard weights={card.weights} refusal={refusal} />
    </BlockStack>
  );
}

export const ErrorBoundary = PageError;
