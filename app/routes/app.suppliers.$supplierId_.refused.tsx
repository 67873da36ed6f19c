import type { LoaderFunctionArgs } from "@remix-run/node";
import { stringify } from "csv-stringify/sync";
import { listRefused } from "#app/dropship/suppliers/feeds/find-feed-page.server.ts";
import { MOST_ROWS } from "#app/dropship/suppliers/feeds/feed-run.ts";
import { inShop } from "#app/platform/db.server.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

const DIGITS = /^\d{1,18}$/;

/** The refused rows of a file, for the supplier to mend. A cell that would be a formula is made a text. */
export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireStaff(deps, request);
    const run = new URL(request.url).searchParams.get("run") ?? "";
    const supplier = params["supplierId"] ?? "";
    if (!DIGITS.test(run) || !DIGITS.test(supplier))
      throw new Response("No such file", { status: 404 });
    const rows = await inShop(deps.db, shopId, async (tx) => {
      const found = await tx.feedRun.findFirst({
        where: { shopId, id: BigInt(run), supplierId: BigInt(supplier) },
        select: { id: true },
      });
      return found && listRefused(tx, { shopId, runId: found.id }, MOST_ROWS);
    });
    if (!rows) throw new Response("No such file", { status: 404 });
    const text = stringify(
      rows.map(({ line, column, reason }) => [line, column, reason]),
      { header: true, columns: ["Line", "Column", "Reason"], bom: true, escape_formulas: true },
    );
    return new Response(text, {
      headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
    });
  });
