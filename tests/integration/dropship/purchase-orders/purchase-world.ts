/** A shop with suppliers in a test database, the real rails around purchase orders, and peers for every channel. */
import { afterAll } from "vitest";
import { createHostKeys } from "#app/dropship/purchase-orders/channels/host-keys.server.ts";
import { createHttpsHandover } from "#app/dropship/purchase-orders/channels/send-by-https.server.ts";
import { createMailHandover } from "#app/dropship/purchase-orders/channels/send-by-mail.server.ts";
import { createSftpHandover } from "#app/dropship/purchase-orders/channels/send-by-sftp.server.ts";
import { createRenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { issuePurchaseOrders } from "#app/dropship/purchase-orders/issue-purchase-orders.server.ts";
import type { PurchaseOrderDraft } from "#app/dropship/purchase-orders/purchase-order-draft.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { createSendKinds } from "#app/dropship/purchase-orders/sending/send-kinds.server.ts";
import { sealChannelSecret } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { createMailKind } from "#app/messages/mail-kind.server.ts";
import { createSmtpTransport } from "#app/messages/smtp-transport.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { createSupplierOutgoing } from "#app/platform/supplier-hosts.server.ts";
import { carryOutIntent, type CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import { createMayAct } from "#app/rails/create-may-act.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { buildIntentKinds } from "#app/rails/intent-kind.ts";
import { saveMode } from "#app/rails/modes-store.server.ts";
import type { RecordDeps } from "#app/rails/record-intent.server.ts";
import type { Mode } from "#app/rails/workflows.ts";
import { startMailServer } from "#tests/integration/messages/mail-server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { startHttpsPeer } from "#tests/support/dropship/https-peer.ts";
import {
  addOrder,
  addRoutingPlan,
  SHIP_TO,
  type AddedOrder,
} from "#tests/support/dropship/purchase-orders.ts";
import { PEER_LOGIN, startSftpPeer } from "#tests/support/dropship/sftp-peer.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const HOUR_MS = 3_600_000;
const RULE: IntentActor = { kind: "rule", name: "routing", version: 1 };
export const PERSON: IntentActor = { kind: "person", name: "7" };
export const HTTPS_SECRET = "a secret of both sides";

export type PurchaseWorld = Awaited<ReturnType<typeof openPurchaseWorld>>;

export async function openPurchaseWorld() {
  const database = await createTestDatabase();
  const [mail, sftp, https] = await Promise.all([
    startMailServer(),
    startSftpPeer(),
    startHttpsPeer(),
  ]);
  afterAll(() => Promise.all([mail.stop(), sftp.stop(), https.stop()]));
  const { db } = database;
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const env = { ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }] };
  const transport = createSmtpTransport({ url: mail.url, clientName: "test", silenceMs: 5_000 });
  const listedHosts = [`127.0.0.1:${sftp.port}`, `127.0.0.1:${https.port}`];
  const outgoing = createSupplierOutgoing(listedHosts);
  afterAll(() => outgoing.close());
  const byMail = createMailHandover(transport);
  const waiting: { shopId: bigint; intentId: bigint; runAt: Date }[] = [];
  const team = { listTeam: async () => [], tellTeam: async () => undefined };
  const drawing: { before: () => Promise<unknown> } = { before: async () => undefined };
  const drawPdf = createRenderPdf();
  const sending = createSendKinds({
    db,
    clock,
    env,
    mailDomain: "mail.aftercare.example",
    keyHeader: null,
    renderPdf: async (facts) => {
      await drawing.before();
      return drawPdf(facts);
    },
    linkOf: async (_tx, { contactId }) => `https://aftercare.example/supplier/${contactId}`,
    replyAddress: ({ contactId }) => `reply+${contactId}@mail.aftercare.example`,
    handovers: {
      email: byMail,
      link: byMail,
      sftp: createSftpHandover({ hostKeys: createHostKeys({ db, clock }), listedHosts }),
      https: createHttpsHandover(outgoing),
    },
  });
  const rails: RecordDeps & CarryOutDeps = {
    ...team,
    db,
    clock,
    logger: createLogger("test", "silent"),
    kinds: buildIntentKinds([createMailKind({ db, clock, transport }), ...sending]),
    mayAct: createMayAct({ clock, ...team }),
    evaluateOwnCeiling: async () => ({ ok: true, value: null }),
    fetchIsDisputed: async () => false,
    enqueueCarryOut: async (_tx, request) => void waiting.push(request),
  };
  const deps = { clock, rails, db };
  const signal = new AbortController().signal;
  const { id: shopId } = await db.prisma.shop.create({
    data: {
      domain: "harbor-and-pine.myshopify.com",
      name: "Harbor & Pine",
      installedAt: new Date(),
      currency: "USD",
      ianaTimezone: "America/New_York",
    },
  });

  const setMode = (mode: Mode) =>
    inShop(db, shopId, (tx) =>
      saveMode(
        tx,
        shopId,
        { workflow: "routing", mode, goLiveAt: new Date("2026-01-01T00:00:00Z") },
        { staffId: "1", at: new Date() },
      ),
    );
  await setMode("acting");

  async function carryOutAll(): Promise<void> {
    for (let rounds = 0; waiting.length > 0 && rounds < 300; rounds += 1) {
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
    shopId,
    clock,
    env,
    deps,
    peers: { mail, sftp, https },
    waiting,
    /** what happens elsewhere while a document is drawn */
    drawing,
    advance: (ms: number) => void (aheadMs += ms),
    setMode,
    carryOutAll,
    inShop: <Value>(work: Parameters<typeof inShop<Value>>[2]) => inShop(db, shopId, work),
    find: async (id: bigint): Promise<PurchaseOrder> => {
      const found = await inShop(db, shopId, (tx) => findPurchaseOrder(tx, shopId, id));
      if (!found) throw new Error(`There is no purchase order ${id}.`);
      return found;
    },
    supplier: async (
      channel: "email" | "sftp" | "https" | "link",
      fields: Parameters<typeof addSupplier>[2] = {},
    ) =>
      inShop(db, shopId, async (tx) => {
        const settings = {
          email: { attachment: "csv" },
          sftp: {
            host: "127.0.0.1",
            port: sftp.port,
            username: PEER_LOGIN.username,
            directory: "/in",
            hostKey: null,
          },
          https: { url: https.url },
          link: {},
        }[channel];
        const added = await addSupplier(tx, shopId, {
          channel,
          channelSettings: settings,
          ...fields,
        });
        const secret = channel === "sftp" ? PEER_LOGIN.password : HTTPS_SECRET;
        const { supplierId } = added;
        await tx.supplier.update({
          where: { shopId_id: { shopId, id: supplierId } },
          data: { channelSecret: sealChannelSecret(env, { shopId, supplierId, secret }) },
        });
        return added;
      }),
    issue: (
      supplierIds: readonly bigint[],
      changes: {
        readonly order?: AddedOrder;
        readonly units?: number;
        readonly orderedUnits?: number;
        readonly actor?: IntentActor;
        readonly draft?: Partial<PurchaseOrderDraft>;
      } = {},
    ) =>
      inShop(db, shopId, async (tx) => {
        const placedAt = new Date(clock.now().getTime() - HOUR_MS);
        const order = changes.order ?? (await addOrder(tx, shopId, { placedAt }));
        const routingPlanId = await addRoutingPlan(tx, shopId, order.id);
        const { units = 1, orderedUnits = supplierIds.length * units, actor = RULE } = changes;
        const issued = await issuePurchaseOrders(deps, tx, {
          shopId,
          order,
          routingPlanId,
          actor,
          shipTo: SHIP_TO,
          note: null,
          drafts: supplierIds.map((supplierId) => ({
            ...draftOf(supplierId, order.id, { units, orderedUnits }),
            ...changes.draft,
          })),
        });
        return { issued, order, routingPlanId };
      }),
  };
}

const draftOf = (
  supplierId: bigint,
  orderId: bigint,
  amounts: { readonly units: number; readonly orderedUnits: number },
): PurchaseOrderDraft => ({
  supplierId,
  service: "standard",
  dropFeeMinor: 100n,
  shippingMinor: 500n,
  approvalReason: null,
  lines: [
    {
      lineGid: `gid://shopify/LineItem/${orderId}`,
      variantGid: "gid://shopify/ProductVariant/1",
      supplierSku: "S-1",
      sku: "SKU-1",
      title: "Enamel mug",
      variantTitle: "Blue",
      imageUrl: null,
      customAttributes: [],
      note: null,
      hsCode: null,
      originCountry: null,
      customsValueMinor: null,
      customsCurrency: null,
      unitCostMinor: 1_000n,
      ...amounts,
    },
  ],
});
