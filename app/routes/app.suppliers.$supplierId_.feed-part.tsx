import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import {
  PART_BYTES,
  RECEIVE_WORDS,
  receivePart,
} from "#app/dropship/suppliers/feeds/receive-feed.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

const DIGITS = /^\d{1,18}$/;
const POSITION = /^\d{1,4}$/;

/** One part of a file that was announced, as the body's bytes. */
export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_suppliers", (sentence) => ({
      sentence,
    }));
    if (refusal) return refusal;
    const query = new URL(request.url).searchParams;
    const [id = "", run = "", position = ""] = [
      params["supplierId"],
      query.get("run") ?? "",
      query.get("position") ?? "",
    ];
    const bytes = await readBody(request, PART_BYTES);
    if (bytes === null || !DIGITS.test(id) || !DIGITS.test(run) || !POSITION.test(position))
      return refuse("part_refused");
    const received = await receivePart(deps, {
      shopId: session.shopId,
      supplierId: BigInt(id),
      runId: BigInt(run),
      position: Number(position),
      bytes,
    });
    return received.ok ? json({ isReceived: true }) : refuse(received.refusal.code);
  });

function refuse(code: keyof typeof RECEIVE_WORDS) {
  const { status, sentence } = RECEIVE_WORDS[code];
  return json({ code, sentence }, { status });
}
