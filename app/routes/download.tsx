import type { LoaderFunctionArgs } from "@remix-run/node";
import { createRenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { exportPurchaseOrdersCsv } from "#app/dropship/purchase-orders/list/export-purchase-orders.server.ts";
import { renderDocument } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { openSentFile } from "#app/dropship/purchase-orders/list/open-sent-file.server.ts";
import { parsePurchaseOrderQuery } from "#app/dropship/purchase-orders/list/purchase-order-query.ts";
import { exportOrdersCsv } from "#app/orders/export-orders.server.ts";
import { openConversationFile } from "#app/messages/conversations/open-file.server.ts";
import { calendarDate } from "#app/platform/time.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";
import { takeDownload, type Download } from "#app/shopify/download-link.server.ts";
import { takeComplianceFile } from "#app/shops/compliance/list-compliance.server.ts";
import { openArchive } from "#app/shops/leaving/archive.server.ts";
import { streamText } from "#app/ui/stream-text.server.ts";

type Deps = LoaderFunctionArgs["context"]["deps"];
type File = {
  readonly name: string;
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
};

/** The address itself is the proof: see app/shopify/download-link.server.ts. */
export async function loader({ context: { deps }, request }: LoaderFunctionArgs) {
  // A look-ahead by HEAD must not use the link up.
  const link = request.method === "GET" ? new URL(request.url).searchParams.get("link") : null;
  if (!link) return answerNothing();
  const taken = await takeDownload(deps, link);
  if (!taken.ok) {
    deps.logger.info({ refusal: taken.refusal.code }, "download refused");
    return answerNothing();
  }
  const file = await openFile(deps, taken.value);
  return file ? answerFile(file) : answerNothing();
}

async function openFile(deps: Deps, { shopId, file }: Download): Promise<File | null> {
  if (file.kind === "orders_csv") {
    const query = parseOrderListParams(new URLSearchParams(file.query));
    return {
      name: `orders-${query.view}-${calendarDate(deps.clock.now(), "UTC")}.csv`,
      contentType: "text/csv; charset=utf-8",
      body: streamText(exportOrdersCsv(deps, shopId, query)),
    };
  }
  if (file.kind === "archive") return openWholeShop(deps, shopId, BigInt(file.archiveId));
  if (file.kind === "purchase_orders_csv") {
    const query = parsePurchaseOrderQuery(new URLSearchParams(file.query));
    return {
      name: `purchase-orders-${query.queue}-${calendarDate(deps.clock.now(), "UTC")}.csv`,
      contentType: "text/csv; charset=utf-8",
      body: streamText(exportPurchaseOrdersCsv(deps, shopId, query)),
    };
  }
  if (file.kind === "purchase_order_document") {
    const { format } = file;
    const asked = { purchaseOrderId: BigInt(file.purchaseOrderId), format };
    const renderPdf = createRenderPdf();
    const drawn = await renderDocument({ db: deps.db, renderPdf }, shopId, asked);
    return drawn && { ...drawn, body: Uint8Array.from(drawn.bytes) };
  }
  if (file.kind === "purchase_order_sent_file") {
    const { part } = file;
    const asked = { transmissionId: BigInt(file.transmissionId), part };
    const sent = await openSentFile(deps, shopId, asked);
    return sent && { ...sent, body: Uint8Array.from(sent.bytes) };
  }
  if (file.kind === "conversation_file") {
    const opened = await openConversationFile(deps, shopId, BigInt(file.fileId));
    return opened && { ...opened, body: opened.content };
  }
  const { requestId, format } = file;
  const found = await takeComplianceFile(deps, shopId, { requestId: BigInt(requestId), format });
  if (!found) return null;
  return {
    name: found.fileName,
    contentType: found.contentType,
    body: Uint8Array.from(found.content),
  };
}

async function openWholeShop(deps: Deps, shopId: bigint, archiveId: bigint): Promise<File | null> {
  const query = parseOrderListParams(new URLSearchParams("view=all"));
  const orders = exportOrdersCsv(deps, shopId, query);
  const opened = await openArchive(deps, { shopId, archiveId }, orders);
  return (
    opened && {
      name: opened.name,
      contentType: "application/zip",
      body: streamText(opened.body),
    }
  );
}

const answerFile = ({ name, contentType, body }: File) =>
  new Response(body, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": contentDisposition(name),
      // Personal data: kept by no cache, run by no browser, named to no other site.
      "Cache-Control": "no-store",
      "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
  });

/** A stranger may have named the file: browsers read the second name, the first is for those that cannot. */
function contentDisposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  const own = plain === name ? "" : `; filename*=UTF-8''${encodeURIComponent(name)}`;
  return `attachment; filename="${plain}"${own}`;
}

/** Used, expired, made up, of another shop: nobody is told which. */
const answerNothing = () =>
  new Response("This download link is no longer good. Start the download again in Aftercare.", {
    status: 404,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
