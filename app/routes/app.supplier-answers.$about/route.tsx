import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Card, Page } from "@shopify/polaris";
import { actOnAnswers } from "#app/dropship/acknowledgements/act-on-answers.server.ts";
import {
  findAnswersView,
  type AnswersAbout,
} from "#app/dropship/acknowledgements/find-answers-view.server.ts";
import { createOutbox } from "#app/mail-parts.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import { useJsonForm, type FormAnswer } from "#app/ui/use-json-form.ts";
import { CostCard } from "./cost-card.tsx";
import { ProposalCard } from "./proposal-card.tsx";
import { QuestionCard } from "./question-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

/** `17` is a purchase order, `s17` a supplier. */
function readAbout(text = ""): AnswersAbout | null {
  const [, kind, id] = /^(s?)(\d{1,18})$/.exec(text) ?? [];
  if (id === undefined) return null;
  return kind === "s"
    ? { kind: "supplier", supplierId: BigInt(id) }
    : { kind: "purchase_order", purchaseOrderId: BigInt(id) };
}

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const about = readAbout(params["about"]);
    const view = about && (await findAnswersView(deps, session.shopId, about));
    if (!view) throw new Response("No such purchase order", { status: 404 });
    const refusal = await findRefusal(deps, session, "approve");
    return json({ view, about: params["about"] ?? "", refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const forbidden = await answerRefusal(deps, session, "approve", (message): FormAnswer => ({
      isSaved: false,
      message,
    }));
    if (forbidden) return forbidden;
    const by = { shopId: session.shopId, staffId: session.staff.id };
    const body = readJsonForm(await request.formData());
    const acted = await actOnAnswers({ ...deps, outbox: createOutbox(deps) }, by, body);
    if (acted.ok) return json<FormAnswer>({ isSaved: true, message: null, done: acted.done });
    const { code, message, status } = acted;
    return json<FormAnswer>({ isSaved: false, code, message }, { status });
  });

export default function SupplierAnswersPage() {
  const { view, about, refusal } = useLoaderData<typeof loader>();
  const form = useJsonForm(`/app/supplier-answers/${about}`);
  const { proposals, costs, questions } = view;
  const isEmpty = proposals.length + costs.length + questions.length === 0;
  const isLocked = refusal !== null || form.isSaving;
  return (
    <Page
      title={view.title}
      subtitle={view.supplierName}
      backAction={{ content: "Back", url: view.backTo }}
    >
      <BlockStack gap="400">
        {refusal ? <Banner title="You can look, not act">{refusal}</Banner> : null}
        {form.refusal ? (
          <Banner tone="warning" title="Not everything was done">
            {form.refusal}
          </Banner>
        ) : null}
        {isEmpty ? (
          <Card>
            <NothingHere heading="Nothing waits for you">
              Replies by mail, higher prices and questions of the supplier appear here.
            </NothingHere>
          </Card>
        ) : null}
        {proposals.map((proposal) => (
          <ProposalCard key={proposal.proposalId} {...{ proposal, isLocked }} send={form.send} />
        ))}
        {costs.map((cost) => (
          <CostCard
            key={cost.lineId}
            {...{ cost, isLocked }}
            purchaseOrderId={about}
            send={form.send}
          />
        ))}
        {questions.map((question) => (
          <QuestionCard key={question.questionId} {...{ question, isLocked }} send={form.send} />
        ))}
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
