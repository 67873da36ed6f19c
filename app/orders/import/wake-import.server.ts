/** Webhook `bulk_operations/finish`: the import that waits for this export goes on at once instead of at its next look. */
import { z } from "zod";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";

const schema = z.object({ admin_graphql_api_id: z.string() });

type Finished = { readonly shopId: bigint; readonly payload: unknown };
type Outcome =
  | { readonly outcome: "applied" }
  | { readonly outcome: "ignored" | "parked"; readonly reason: string };

export async function wakeImport(tx: ShopTx, { shopId, payload }: Finished): Promise<Outcome> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) return { outcome: "parked", reason: "unreadable_payload" };
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`
    select id from bulk_imports
    where shop_id = ${shopId} and operation_gid = ${parsed.data.admin_graphql_api_id} and state = 'exporting'`;
  if (!row) return { outcome: "ignored", reason: "export_not_awaited" };
  await enqueueImportStep(tx, shopId, row.id);
  return { outcome: "applied" };
}

/** The next step of an import; a waiting one is replaced, so webhook and look never run it twice over. */
export async function enqueueImportStep(
  tx: ShopTx,
  shopId: bigint,
  importId: bigint,
  runAt?: Date,
): Promise<void> {
  await enqueueJob(tx, {
    name: "orders.import",
    payload: { shopId: shopId.toString(), importId: importId.toString() },
    queue: `import:${shopId}`,
    key: `import:${shopId}:${importId}`,
    ...(runAt ? { runAt } : {}),
  });
}
