import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { createDownloadLink } from "#app/shopify/download-link.server.ts";
import { findComplianceRequest } from "#app/shops/compliance/list-compliance.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

const GONE = {
  code: "file_gone",
  sentence: "This file is not there any more. Reload the page to see what is.",
};

/** An address of the answer to a data request, good for one download. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "answer_privacy", (sentence) => ({
      sentence,
    }));
    if (refusal) return refusal;
    const form = await request.formData();
    const requestId = String(form.get("requestId"));
    if (!/^\d{1,18}$/.test(requestId)) return json(GONE, { status: 404 });
    const { shopId, staffUserId } = session;
    const found = await findComplianceRequest(deps, shopId, BigInt(requestId));
    const format = found?.files.find((file) => file.format === form.get("format"))?.format;
    if (!format) return json(GONE, { status: 404 });
    const file = { kind: "compliance_file", requestId, format } as const;
    const url = createDownloadLink(deps, { shopId, staffUserId, file });
    return json({ url }, { headers: { "Cache-Control": "no-store" } });
  });
