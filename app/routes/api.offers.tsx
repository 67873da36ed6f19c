import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { findShopOfToken } from "#app/dropship/suppliers/api/offer-tokens.server.ts";
import { OFFERS_WORDS, receiveOffers } from "#app/dropship/suppliers/api/receive-offers.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

// A thousand offers are 200 kB.
const MOST_BYTES = 1024 * 1024;

/** Offers from a program: one bearer key a shop, JSON in and out. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const shopId = await findShopOfToken(deps, request.headers.get("authorization"));
    if (shopId === null)
      return answer(
        401,
        "token_refused",
        "Send a key as Authorization: Bearer aco_… Make one under Suppliers.",
      );
    if (request.method !== "POST") return answer(405, "method_refused", "Send a POST.");
    const bytes = await readBody(request, MOST_BYTES);
    if (bytes === null)
      return answer(413, "body_too_large", "Send at most 1 MB and 1,000 offers at once.");
    const body = Buffer.from(bytes).toString("utf8");
    const key = request.headers.get("idempotency-key");
    const received = await receiveOffers(deps, { shopId, body, key });
    if (received.ok) return json(received.value, { headers: { "Cache-Control": "no-store" } });
    const { code } = received.refusal;
    return answer(OFFERS_WORDS[code].status, code, OFFERS_WORDS[code].sentence);
  });

const answer = (status: number, code: string, sentence: string) =>
  json({ code, sentence }, { status, headers: { "Cache-Control": "no-store" } });
