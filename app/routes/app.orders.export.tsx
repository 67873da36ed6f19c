import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportOrdersCsv } from "#app/orders/export-orders.server.ts";
import { calendarDate } from "#app/platform/time.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { streamText } from "#app/ui/stream-text.server.ts";

export async function loader({ context: { deps }, request }: LoaderFunctionArgs) {
  const { shopId } = await requireAdmin(deps, request);
  const query = parseOrderListParams(new URL(request.url).searchParams);
  const fileName = `orders-${query.view}-${calendarDate(deps.clock.now(), "UTC")}.csv`;
  return new Response(streamText(exportOrdersCsv(deps, shopId, query)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
}
