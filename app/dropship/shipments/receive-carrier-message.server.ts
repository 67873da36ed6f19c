/** Takes the tracking service's webhook: signed over its raw bytes, for parcels that we asked it to follow. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { readShopId, readTracking, trackingSchema } from "./read-aftership.ts";
import { recordCarrierEvents } from "./record-carrier-events.server.ts";

export type CarrierMessageRefusal = { readonly code: keyof typeof CARRIER_MESSAGE_STATUS };

export const CARRIER_MESSAGE_STATUS = {
  not_set_up: 404,
  wrong_signature: 401,
  too_large: 413,
  not_understood: 400,
} as const;

export const CARRIER_MESSAGE_WORDS = {
  not_set_up: "No tracking service is set up. Set CARRIER_WEBHOOK_SECRET.",
  wrong_signature: "The signature does not fit the message. Check the webhook's secret.",
  too_large: "The message is larger than 1 MB.",
  not_understood: "The message is not one of a tracking update.",
} as const satisfies Record<CarrierMessageRefusal["code"], string>;

const MAX_BYTES = 1024 * 1024;
const messageSchema = z.object({ msg: trackingSchema });

export type CarrierMessage = {
  /** null: more came than was asked for */
  readonly read: (mostBytes: number) => Promise<Uint8Array | null>;
  /** base64 */
  readonly signature: string | null;
};

/** How many of its events were new. A parcel that is not ours is taken and forgotten: the service would send it again. */
export async function receiveCarrierMessage(
  deps: {
    readonly db: Pick<Db, "prisma">;
    readonly clock: Clock;
    /** null: no service is set up */
    readonly secret: string | null;
  },
  { read, signature }: CarrierMessage,
): Promise<Result<number, CarrierMessageRefusal>> {
  if (deps.secret === null) return refuse({ code: "not_set_up" });
  // Whoever does not sign is not listened to at all.
  if (signature === null) return refuse({ code: "wrong_signature" });
  const body = await read(MAX_BYTES);
  if (body === null) return refuse({ code: "too_large" });
  if (!isSigned(body, signature, deps.secret)) return refuse({ code: "wrong_signature" });
  const parsed = messageSchema.safeParse(parseJson(body));
  if (!parsed.success) return refuse({ code: "not_understood" });
  const { msg } = parsed.data;
  const shopId = readShopId(msg);
  if (shopId === null) return accept(0);
  return inShop(deps.db, shopId, async (tx) => {
    const parcel = await tx.shipment.findUnique({
      where: { shopId_trackingNumber: { shopId, trackingNumber: msg.tracking_number } },
      select: { id: true },
    });
    if (!parcel) return accept(0);
    const events = readTracking(msg);
    const heard = { shopId, shipmentId: parcel.id, events } as const;
    return accept(
      await recordCarrierEvents(deps, tx, { ...heard, source: "carrier", author: "aftership" }),
    );
  });
}

function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  const expected = createHmac("sha256", secret).update(body).digest();
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
