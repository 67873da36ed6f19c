import type { ActionFunctionArgs } from "@remix-run/node";
import {
  CARRIER_MESSAGE_STATUS,
  CARRIER_MESSAGE_WORDS,
  receiveCarrierMessage,
} from "#app/dropship/shipments/receive-carrier-message.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";

/** Where the tracking service reports. Its signature over the raw bytes is the permission. */
export async function action({ context: { deps }, request }: ActionFunctionArgs) {
  const received = await receiveCarrierMessage(
    { ...deps, secret: deps.env.CARRIER_WEBHOOK_SECRET ?? null },
    {
      read: (mostBytes) => readBody(request, mostBytes),
      signature: request.headers.get("aftership-hmac-sha256"),
    },
  );
  if (received.ok) return new Response(null, { status: 200 });
  const { code } = received.refusal;
  deps.logger.info({ refusal: code }, "carrier message refused");
  return Response.json(
    { code, message: CARRIER_MESSAGE_WORDS[code] },
    { status: CARRIER_MESSAGE_STATUS[code] },
  );
}

/** Some services look whether the address is there before they use it. */
export const loader = () => new Response(null, { status: 204 });
