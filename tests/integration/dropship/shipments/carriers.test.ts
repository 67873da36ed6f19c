/** The tracking service: asked over HTTP, and believed only when it signs. */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { createAftership } from "#app/dropship/shipments/aftership-source.server.ts";
import { receiveCarrierMessage } from "#app/dropship/shipments/receive-carrier-message.server.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import { trackShop } from "#app/dropship/shipments/track-parcels.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-22T12:00:00Z");
const clock = { now: () => now };
const { id: shopId } = await db.prisma.shop.create({
  data: { domain: "carriers.myshopify.com", installedAt: now, currency: "USD" },
});
const NUMBER = "1Z5R89390357567127";
const SECRET = "secret of the hook";
const checkpoint = (subtag: string, time: string) => ({
  checkpoint_time: time,
  tag: subtag.split("_")[0],
  subtag,
  message: subtag,
});
const CHECKPOINTS = [
  checkpoint("InfoReceived_001", "2026-11-20T09:00:00Z"),
  checkpoint("InTransit_002", "2026-11-21T09:00:00Z"),
];

type Asked = { readonly line: string; readonly key: unknown; readonly body: string };
const asked: Asked[] = [];
let nextStatus = 200;
/** what the service answers when it is asked to follow a number */
const refusals = new Map<string, { status: number; body: string }>();
const service = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    asked.push({
      line: `${request.method} ${request.url}`,
      key: request.headers["as-api-key"],
      body,
    });
    const known = { code: 4003, message: "Tracking already exists." };
    const isPost = request.method === "POST";
    const trackings = [{ tracking_number: NUMBER, slug: "ups", checkpoints: CHECKPOINTS }];
    const page = { pagination: { has_next_page: false, next_cursor: "" }, trackings };
    const refusal = [...refusals].find(([number]) => isPost && body.includes(number))?.[1];
    if (refusal) {
      response.writeHead(refusal.status).end(refusal.body);
      return;
    }
    response.statusCode = isPost ? 400 : nextStatus;
    response.end(
      JSON.stringify(isPost ? { meta: known, data: {} } : { meta: { code: 200 }, data: page }),
    );
  });
});
service.listen(0, "127.0.0.1");
await once(service, "listening");
afterAll(() => service.close());
const { port } = service.address() as AddressInfo;
const baseUrl = `http://127.0.0.1:${port}/tracking/2026-07`;
const carriers = createAftership({ baseUrl, apiKey: "key" });

const { orderId, shipmentId } = await inShop(db, shopId, async (tx) => {
  const { supplierId } = await addSupplier(tx, shopId);
  const order = await addPurchaseOrder(tx, shopId, { supplierId });
  const taken = await recordShipment({ clock }, tx, {
    shopId,
    supplierId,
    purchaseOrderId: order.id,
    lines: "all",
    carrier: "UPS",
    trackingNumber: NUMBER,
    source: "api",
    author: "test",
    isConfirmed: false,
  });
  if (!taken.ok) throw new Error(taken.refusal.code);
  return { orderId: order.id, shipmentId: taken.value.shipmentId };
});
const codes = () =>
  inShop(db, shopId, async (tx) => {
    const rows = await tx.shipmentEvent.findMany({
      where: { shopId, shipmentId },
      orderBy: { happenedAt: "asc" },
    });
    return rows.map(({ code }) => code);
  });
const stateOf = () =>
  inShop(db, shopId, async (tx) => {
    const where = { shopId_id: { shopId, id: orderId } };
    return (await tx.purchaseOrder.findUniqueOrThrow({ where })).state;
  });

test("asks once to follow a parcel, then reads it; asked again it hears nothing new", async () => {
  await trackShop({ db, clock, carriers }, shopId);
  await trackShop({ db, clock, carriers }, shopId);
  expect(asked.map(({ line }) => line)).toEqual([
    "POST /tracking/2026-07/trackings",
    `GET /tracking/2026-07/trackings?tracking_numbers=${NUMBER}&limit=100`,
    `GET /tracking/2026-07/trackings?tracking_numbers=${NUMBER}&limit=100`,
  ]);
  expect(asked.every(({ key }) => key === "key")).toBe(true);
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    tracking_number: NUMBER,
    slug: "ups",
    custom_fields: { aftercare_shop: `${shopId}` },
  });
  expect(await codes()).toEqual(["LABEL_PURCHASED", "CARRIER_PICKED_UP"]);
  expect(await stateOf()).toBe("shipped");
});

test("one parcel that the service refuses says so, and keeps no other one waiting", async () => {
  const numbers = ["REFUSED0001", "REFUSED0002", "FOLLOWED0003"];
  const [said, bare] = numbers;
  const meta = { code: 4001, message: "The slug is not one of ours." };
  refusals.set(said ?? "", { status: 400, body: JSON.stringify({ meta, data: {} }) });
  refusals.set(bare ?? "", { status: 422, body: "<html>Unprocessable</html>" });
  const ids = await inShop(db, shopId, async (tx) => {
    const { supplierId } = await addSupplier(tx, shopId);
    const order = await addPurchaseOrder(tx, shopId, {
      supplierId,
      lines: [{ units: numbers.length }],
    });
    const made: bigint[] = [];
    for (const trackingNumber of numbers)
      made.push(
        (
          await tx.shipment.create({
            data: {
              shopId,
              purchaseOrderId: order.id,
              orderId: order.orderId,
              supplierId,
              trackingNumber,
              isNumberValid: false,
              source: "api",
              author: "test",
              statedAt: now,
            },
          })
        ).id,
      );
    return made;
  });
  await trackShop({ db, clock, carriers }, shopId);
  const rows = await inShop(db, shopId, (tx) =>
    tx.shipment.findMany({ where: { shopId, id: { in: ids } }, orderBy: { id: "asc" } }),
  );
  expect(rows.map(({ watchRefusal }) => watchRefusal)).toEqual([
    "The tracking service refuses this number: The slug is not one of ours.",
    "The tracking service refuses this number: code 422",
    null,
  ]);
  expect(rows.every(({ watchedAt }) => watchedAt !== null)).toBe(true);
  // A wrong key is nobody's parcel: all of them are asked about later.
  refusals.clear();
  refusals.set("FOLLOWED0003", { status: 401, body: "{}" });
  await inShop(db, shopId, (tx) =>
    tx.shipment.updateMany({ where: { shopId, id: { in: ids } }, data: { watchedAt: null } }),
  );
  await expect(trackShop({ db, clock, carriers }, shopId)).rejects.toMatchObject({
    retry: "later",
  });
  refusals.clear();
});

test("a service that is away is asked again later", async () => {
  nextStatus = 503;
  await expect(trackShop({ db, clock, carriers }, shopId)).rejects.toMatchObject({
    retry: "later",
  });
  nextStatus = 200;
});

const hook = (message: object, secret: string | null = SECRET, signedWith = SECRET) => {
  const body = Buffer.from(JSON.stringify(message));
  return receiveCarrierMessage(
    { db, clock, secret },
    {
      read: async () => body,
      signature: createHmac("sha256", signedWith).update(body).digest("base64"),
    },
  );
};
const message = (change: object = {}) => ({
  event_id: "e1",
  event: "tracking_update",
  msg: {
    tracking_number: NUMBER,
    slug: "ups",
    custom_fields: { aftercare_shop: `${shopId}` },
    checkpoints: [...CHECKPOINTS, checkpoint("OutForDelivery_001", "2026-11-22T08:00:00Z")],
    ...change,
  },
});

test("a signed message adds what is new, once", async () => {
  expect(await hook(message())).toEqual({ ok: true, value: 1 });
  expect(await hook(message())).toEqual({ ok: true, value: 0 });
  expect(await codes()).toEqual(["LABEL_PURCHASED", "CARRIER_PICKED_UP", "OUT_FOR_DELIVERY"]);
});

test("what is not ours is taken and forgotten", async () => {
  expect(await hook(message({ custom_fields: null }))).toEqual({ ok: true, value: 0 });
  expect(await hook(message({ custom_fields: { aftercare_shop: "999" } }))).toEqual({
    ok: true,
    value: 0,
  });
  expect(await hook(message({ tracking_number: "OTHER1" }))).toEqual({ ok: true, value: 0 });
});

test("refuses what is unsigned, signed by somebody else, not set up, or no message", async () => {
  const codeOf = async (result: ReturnType<typeof hook>) => {
    const received = await result;
    return received.ok ? "taken" : received.refusal.code;
  };
  expect(await codeOf(hook(message(), SECRET, "another"))).toBe("wrong_signature");
  expect(await codeOf(hook(message(), null))).toBe("not_set_up");
  expect(await codeOf(hook({ hello: 1 }))).toBe("not_understood");
  const big = { read: async () => null, signature: "x" };
  const unread = await receiveCarrierMessage({ db, clock, secret: SECRET }, big);
  expect(unread).toMatchObject({ refusal: { code: "too_large" } });
});
