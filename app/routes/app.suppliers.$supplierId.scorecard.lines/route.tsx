import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { listScoredLines } from "#app/dropship/scorecard/get-scorecard.server.ts";
import { isMeasure } from "#app/dropship/scorecard/line-record.ts";
import { MEASURE_WORDS } from "#app/dropship/scorecard/measure-words.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { LinesTable } from "./lines-table.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;
const PAGE = /^[1-9]\d{0,4}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireStaff(deps, request);
    const id = params["supplierId"] ?? "";
    const asked = new URL(request.url).searchParams;
    const measure = asked.get("measure") ?? "";
    const page = asked.get("page") ?? "1";
    if (!isMeasure(measure)) throw new Response("No such figure", { status: 404 });
    const onlyBad = asked.get("show") !== "all";
    const query = { measure, onlyBad, page: PAGE.test(page) ? Number(page) : 1 };
    const view = OUR_ID.test(id) ? await listScoredLines(deps, shopId, BigInt(id), query) : null;
    if (!view) throw new Response("No such supplier", { status: 404 });
    return json({ supplierId: id, onlyBad, view });
  });

export default function ScoredLinesPage() {
  const { supplierId, onlyBad, view } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { measure, lines, total, page, pages } = view;
  const base = `/app/suppliers/${supplierId}/scorecard`;
  const open = (show: string, number = 1) =>
    navigate(`${base}/lines?measure=${measure.measure}&show=${show}&page=${number}`);
  const shown = onlyBad ? "bad" : "all";
  const { bad } = MEASURE_WORDS[measure.measure];
  return (
    <BlockStack gap="400">
      <InlineStack gap="200" wrap>
        <Button onClick={() => navigate(base)}>Back to the scorecard</Button>
        <Button pressed={onlyBad} onClick={() => open("bad")}>
          {bad}
        </Button>
        <Button pressed={!onlyBad} onClick={() => open("all")}>
          All counted lines
        </Button>
      </InlineStack>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {`${measure.label}: ${measure.value ?? "–"}`}
          </Text>
          <Text as="p" tone="subdued">
            {`${measure.help} ${measure.basis}.`}
          </Text>
          {lines.length === 0 ? (
            <NothingHere heading="No lines here">
              {onlyBad ? "Nothing pulls this figure down." : "Nothing was counted yet."}
            </NothingHere>
          ) : (
            <LinesTable lines={lines} bad={bad} />
          )}
          {pages > 1 ? (
            <InlineStack align="center" blockAlign="center" gap="300">
              <Button disabled={page <= 1} onClick={() => open(shown, page - 1)}>
                Previous
              </Button>
              <Text as="span">{`Page ${page} of ${pages}, ${total} lines`}</Text>
              <Button disabled={page >= pages} onClick={() => open(shown, page + 1)}>
                Next
              </Button>
            </InlineStack>
          ) : null}
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

export const ErrorBoundary = PageError;
