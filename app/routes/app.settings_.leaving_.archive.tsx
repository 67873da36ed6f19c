import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { createDownloadLink } from "#app/shopify/download-link.server.ts";
import { findArchive, startArchive } from "#app/shops/leaving/archive.server.ts";
import {
  answerRefusal,
  requirePermission,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";

const NO_STORE = { "Cache-Control": "no-store" };

/** How far the latest archive is. */
export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requirePermission(deps, request, "leave");
    return json({ archive: await findArchive(deps, shopId) }, { headers: NO_STORE });
  });

/** An address of a new archive, good for one download. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "leave", (sentence) => ({ sentence }));
    if (refusal) return refusal;
    const { shopId, staff } = session;
    const { archiveId } = await startArchive(deps, { shopId, staffId: staff.id });
    const file = { kind: "archive", archiveId } as const;
    const url = createDownloadLink(deps, { shopId, staffUserId: staff.id, file });
    return json({ url }, { headers: NO_STORE });
  });
