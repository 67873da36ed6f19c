/** A shop with an order in a test database, the real rails around its mail, and an SMTP server that takes it. */
import { afterAll } from "vitest";
import { createMailKind } from "#app/messages/mail-kind.server.ts";
import { createSmtpTransport } from "#app/messages/smtp-transport.server.ts";
import { tellShopper, type TellDeps } from "#app/messages/tell-shopper.server.ts";
import { createOutbox } from "#app/mail-parts.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { carryOutIntent, type CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import { createMayAct } from "#app/rails/create-may-act.server.ts";
import { buildIntentKinds } from "#app/rails/intent-kind.ts";
import { saveMode } from "#app/rails/modes-store.server.ts";
import type { Mode } from "#app/rails/workflows.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { startMailServer } from "./mail-server.ts";

export const MAIL_DOMAIN = "mail.aftercare.example";
const HOUR_MS = 3_600_000;

export type MailWorld = Awaited<ReturnType<typeof openMailWorld>>;

export async function openMailWorld() {
  const database = await createTestDatabase();
  const server = await startMailServer();
  afterAll(() => server.stop());
  const { db } = database;
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const env = {
    SMTP_URL: server.url,
    MAIL_DOMAIN,
    SHOPIFY_APP_URL: "https://aftercare.example",
    INBOUND_SMTP_PORT: 2525,
    ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
  };
  const transport = createSmtpTransport({ url: server.url, clientName: "test", silenceMs: 5_000 });
  const waiting: { shopId: bigint; intentId: bigint; runAt: Date }[] = [];
  const team = { listTeam: async () => [], tellTeam: async () => undefined };
  const rails: RecordDeps & CarryOutDeps = {
    ...team,
    db,
    clock,
    logger: createLogger("test", "silent"),
    kinds: buildIntentKinds([createMailKind({ db, clock, transport })]),
    mayAct: createMayAct({ clock, ...team }),
    evaluateOwnCeiling: async () => ({ ok: true, value: null }),
    fetchIsDisputed: async () => false,
    enqueueCarryOut: async (_tx, request) => void waiting.push(request),
  };
  const deps: TellDeps = { db, ...createOutbox({ clock, env, rails }) };
  const signal = new AbortController().signal;

  /** Carries out what waits, moving the clock to where it waits for. */
  async function carryOutAll(): Promise<void> {
    for (let rounds = 0; waiting.length > 0 && rounds < 200; rounds += 1) {
      const [next] = waiting.sort((one, other) => one.runAt.getTime() - other.runAt.getTime());
      if (!next) return;
      waiting.splice(waiting.indexOf(next), 1);
      const waitMs = next.runAt.getTime() - clock.now().getTime();
      if (waitMs > 0) aheadMs += waitMs;
      await carryOutIntent(rails, next, signal);
    }
  }

  return {
    ...database,
    server,
    deps,
    rails,
    clock,
    carryOutAll,
    addShop: async (name: string, mode: Mode = "acting") => {
      const { id } = await db.prisma.shop.create({
        data: {
          domain: `${name}.myshopify.com`,
          name: "Harbor & Pine",
          installedAt: new Date(),
          currency: "USD",
          ianaTimezone: "America/New_York",
        },
      });
      const goLiveAt = new Date(Date.now() - 100 * HOUR_MS);
      if (mode !== "watching")
        await inShop(db, id, (tx) =>
          saveMode(
            tx,
            id,
            { workflow: "shopper_mail", mode, goLiveAt },
            { staffId: "1", at: goLiveAt },
          ),
        );
      return id;
    },
    setMode: (shopId: bigint, mode: Mode, goLiveAt: Date) =>
      inShop(db, shopId, (tx) =>
        saveMode(
          tx,
          shopId,
          { workflow: "shopper_mail", mode, goLiveAt },
          { staffId: "1", at: new Date() },
        ),
      ),
    addOrder: (shopId: bigint, number: number, changes: Record<string, unknown> = {}) =>
      db.prisma.order.create({ data: { ...orderRow(shopId, number), ...changes } }),
    tell: (shopId: bigint, orderId: bigint) => tellShopper(deps, { shopId, orderId }),
    told: (shopId: bigint) =>
      db.prisma.toldEvent.findMany({ where: { shopId }, orderBy: { id: "asc" } }),
    messages: (shopId: bigint) =>
      db.prisma.message.findMany({ where: { shopId }, orderBy: { id: "asc" } }),
  };
}

function orderRow(shopId: bigint, number: number) {
  const at = new Date(Date.now() - HOUR_MS);
  return {
    shopId,
    gid: `gid://shopify/Order/${number}`,
    name: `#${number}`,
    createdAt: at,
    placedAt: at,
    updatedAt: at,
    financialStatus: "paid",
    fulfillmentStatus: "unfulfilled",
    currency: "USD",
    presentmentCurrency: "USD",
    totalMinor: 2_050n,
    presentmentTotalMinor: 2_050n,
    currentTotalMinor: 2_050n,
    presentmentCurrentTotalMinor: 2_050n,
    shippingMinor: 0n,
    presentmentShippingMinor: 0n,
    taxMinor: 0n,
    presentmentTaxMinor: 0n,
    discountsMinor: 0n,
    presentmentDiscountsMinor: 0n,
    customerName: "Ana Costa",
    email: `ana${number}@shopper.example`,
    locale: "en-US",
    asOf: at,
    fetchedAt: at,
    source: "webhook",
  };
}

export const parcelGid = (number: number) => `gid://shopify/Fulfillment/${number}`;

/** A parcel with a number that nobody has scanned. */
export async function addParcel(
  { db }: MailWorld,
  order: { shopId: bigint; id: bigint },
  number: number,
) {
  const at = new Date(Date.now() - HOUR_MS / 2);
  const { shopId, id: orderId } = order;
  await db.prisma.orderFulfillment.create({
    data: {
      shopId,
      orderId,
      gid: parcelGid(number),
      status: "success",
      createdAt: at,
      updatedAt: at,
      trackingCompanies: ["DHL"],
      trackingNumbers: [`JD${number}`],
      trackingUrls: [`https://www.dhl.com/track?n=JD${number}`],
      asOf: at,
    },
  });
}

export async function addScan(
  { db }: MailWorld,
  order: { shopId: bigint; id: bigint },
  number: number,
  status: string,
) {
  const at = new Date();
  await db.prisma.orderFulfillmentEvent.create({
    data: {
      shopId: order.shopId,
      orderId: order.id,
      gid: `gid://shopify/FulfillmentEvent/${number}${status}`,
      fulfillmentGid: parcelGid(number),
      status,
      happenedAt: at,
    },
  });
}
