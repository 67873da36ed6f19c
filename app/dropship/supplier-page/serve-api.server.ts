/**
 * Answers and parcels from a supplier's own system: the link's token as the bearer, JSON in and out. An answer states
 * units in all and a parcel has its number, so what is sent again changes nothing.
 */
import { z } from "zod";
import { inShop } from "#app/platform/db.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { parseMoney } from "#app/platform/money.ts";
import { answerPurchaseOrder } from "#app/dropship/acknowledgements/answer-purchase-order.server.ts";
import {
  ANSWER_REFUSAL_STATUS,
  describeAnswerRefusal,
  type AnswerLine,
} from "#app/dropship/acknowledgements/answer.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import {
  describeShipmentRefusal,
  SHIPMENT_REFUSAL_STATUS,
} from "#app/dropship/shipments/shipment-refusals.ts";
import { saveParcel } from "./act-tracking.server.tsx";
import { countUse } from "./limit-uses.server.ts";
import { findByNumber } from "./load-page.server.ts";
import { openLink, type PageDeps, type Visit } from "./open-link.server.ts";
import { PAGE_HEADERS } from "./render-page.server.tsx";

const units = z.number().int().min(0).max(999_999);
/** By its id, or by its SKU where that names one line. */
const lineName = { line: z.string().optional(), sku: z.string().optional() };

const answersSchema = z.union([
  z.object({ accept: z.literal("all"), revision: z.number().int().optional() }),
  z.object({
    revision: z.number().int().optional(),
    lines: z
      .array(
        z.object({
          ...lineName,
          accepted: units,
          declined: units.default(0),
          reason: z.string().max(200).nullish(),
          promised_on: z.string().nullish(),
          unit_cost: z.string().nullish(),
        }),
      )
      .min(1)
      .max(500),
  }),
]);

const shipmentSchema = z.object({
  tracking_number: z.string().min(1).max(80),
  carrier: z.string().max(60).nullish(),
  /** left out: whatever still needs a number */
  lines: z
    .array(z.object({ ...lineName, units: units.min(1) }))
    .max(500)
    .optional(),
  /** the number is right although it does not look so */
  confirmed: z.boolean().default(false),
});

const MOST_BODY_BYTES = 256 * 1_024;

type Refused = { readonly code: string; readonly message: string; readonly status: number };

const refusal = (status: number, code: string, message: string): Refused => ({
  status,
  code,
  message,
});

const NOT_KNOWN = refusal(404, "unknown_purchase_order", "There is no such purchase order here.");

export const serveAnswers = (deps: PageDeps, request: Request, number: string) =>
  serve(deps, request, number, answersSchema, async (visit, order, asked) => {
    const lines = "accept" in asked ? ("all" as const) : readLines(order, asked.lines);
    if (!lines) return badLine;
    const answered = await inShop(deps.db, visit.shopId, (tx) =>
      answerPurchaseOrder(deps, tx, {
        shopId: visit.shopId,
        supplierId: visit.supplier.supplierId,
        purchaseOrderId: order.id,
        lines,
        revision: asked.revision ?? null,
        source: "api",
        author: visit.contact.contactId.toString(),
      }),
    );
    if (answered.ok) {
      const { state, isChanged, asksForMore } = answered.value;
      return json(200, {
        number: order.number,
        state,
        changed: isChanged,
        cost_waits: asksForMore,
      });
    }
    const { code } = answered.refusal;
    const message = describeAnswerRefusal(answered.refusal);
    return refusal(ANSWER_REFUSAL_STATUS[code], code, message);
  });

export const serveShipments = (deps: PageDeps, request: Request, number: string) =>
  serve(deps, request, number, shipmentSchema, async (visit, order, asked) => {
    const lines = asked.lines ? readUnits(order, asked.lines) : ("all" as const);
    if (!lines) return badLine;
    const refused = await saveParcel(
      deps,
      visit,
      {
        purchaseOrderId: order.id,
        tracking: asked.tracking_number,
        carrier: asked.carrier ?? null,
        lines,
        isConfirmed: asked.confirmed,
      },
      "api",
    );
    const said = { number: order.number, tracking_number: asked.tracking_number };
    if (!refused) return json(201, { ...said, changed: true });
    // Sent once more after an answer that was lost.
    if (refused.code === "number_known" && refused.isSameOrder)
      return json(200, { ...said, changed: false });
    const message = describeShipmentRefusal(refused);
    return refusal(SHIPMENT_REFUSAL_STATUS[refused.code], refused.code, message);
  });

const badLine = refusal(
  422,
  "unknown_line",
  "Name each line by its id, or by a SKU of this order.",
);

async function serve<Asked>(
  deps: PageDeps,
  request: Request,
  number: string,
  schema: z.ZodType<Asked>,
  act: (visit: Visit, order: PurchaseOrder, asked: Asked) => Promise<Response | Refused>,
): Promise<Response> {
  if (request.method !== "POST")
    return answer(refusal(405, "post_only", "Send a POST with a JSON body."));
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const opened = await openLink(deps, token);
  if (opened.kind !== "open")
    return answer(refusal(401, "link_not_valid", "Send the token of your link as the bearer."));
  const { visit } = opened;
  const isAllowed = await inShop(deps.db, visit.shopId, (tx) =>
    countUse(tx, visit, "post", deps.clock.now()),
  );
  if (!isAllowed) return answer(refusal(429, "too_often", "Wait a minute and send it again."));
  const body = await readBody(request, MOST_BODY_BYTES);
  if (body === null) return answer(refusal(413, "too_large", "Send less at once."));
  const asked = schema.safeParse(readJson(body));
  if (!asked.success)
    return answer(refusal(422, "bad_body", z.prettifyError(asked.error).slice(0, 1_000)));
  const order = await inShop(deps.db, visit.shopId, (tx) => findByNumber(tx, visit, number));
  if (!order) return answer(NOT_KNOWN);
  return answer(await act(visit, order, asked.data));
}

const answer = (said: Response | Refused): Response =>
  said instanceof Response
    ? said
    : json(said.status, { error: { code: said.code, message: said.message } });

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { ...PAGE_HEADERS, "Content-Type": "application/json; charset=utf-8" },
  });

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type LineName = { readonly line?: string | undefined; readonly sku?: string | undefined };

function findLine(order: PurchaseOrder, { line, sku }: LineName) {
  if (line !== undefined) return order.lines.find(({ id }) => id.toString() === line);
  const named = order.lines.filter((one) => sku && (one.supplierSku === sku || one.sku === sku));
  return named.length === 1 ? named[0] : undefined;
}

type AskedAnswer = z.output<(typeof answersSchema)["options"][1]>["lines"][number];

function readLines(order: PurchaseOrder, asked: readonly AskedAnswer[]): AnswerLine[] | null {
  const lines = asked.map((one): AnswerLine | null => {
    const line = findLine(order, one);
    const cost = one.unit_cost ? parseMoney(one.unit_cost, order.currency) : null;
    if (!line || (cost && !cost.ok)) return null;
    return {
      lineId: line.id,
      acceptedUnits: one.accepted,
      declinedUnits: one.declined,
      declineReason: one.reason ?? null,
      promisedOn: one.promised_on ?? null,
      statedCostMinor: cost ? cost.value.amountMinor : null,
    };
  });
  return lines.every((line) => line !== null) ? lines : null;
}

function readUnits(
  order: PurchaseOrder,
  asked: readonly (LineName & { readonly units: number })[],
): { readonly lineId: bigint; readonly units: number }[] | null {
  const lines = asked.map((one) => {
    const line = findLine(order, one);
    return line ? { lineId: line.id, units: one.units } : null;
  });
  return lines.every((line) => line !== null) ? lines : null;
}
