import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";
import { SENT_PARTS } from "#app/dropship/purchase-orders/list/open-sent-file.server.ts";
import { createDownloadLink, type DownloadFile } from "#app/shopify/download-link.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";

const schema = z.discriminatedUnion("file", [
  z.object({ file: z.literal("list"), query: z.string().max(1_000) }),
  z.object({
    file: z.literal("document"),
    id: z.string().regex(/^\d{1,18}$/),
    format: z.enum(["pdf", "csv", "xlsx", "json"]),
  }),
  z.object({
    file: z.literal("sent"),
    id: z.string().regex(/^\d{1,18}$/),
    part: z.enum(SENT_PARTS),
  }),
]);

/** An address of the list as CSV, of one document, or of what was sent, good for one download. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "export_orders", (sentence) => ({
      sentence,
    }));
    if (refusal) return refusal;
    const parsed = schema.safeParse(readJsonForm(await request.formData()));
    if (!parsed.success)
      return json(
        { sentence: "Reload the page and try again.", code: "unreadable" },
        { status: 422 },
      );
    const file = toFile(parsed.data);
    const { shopId, staffUserId } = session;
    const url = createDownloadLink(deps, { shopId, staffUserId, file });
    return json({ url }, { headers: { "Cache-Control": "no-store" } });
  });

function toFile(wish: z.output<typeof schema>): DownloadFile {
  switch (wish.file) {
    case "list":
      return { kind: "purchase_orders_csv", query: wish.query };
    case "document": {
      const { id: purchaseOrderId, format } = wish;
      return { kind: "purchase_order_document", purchaseOrderId, format };
    }
    case "sent":
      return { kind: "purchase_order_sent_file", transmissionId: wish.id, part: wish.part };
  }
}
