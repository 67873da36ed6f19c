import type { LoaderFunctionArgs } from "@remix-run/node";
import { serveFile } from "#app/dropship/supplier-page/serve-file.server.ts";
import { createOutbox } from "#app/mail-parts.server.ts";

/** The token in the address is the permission: see app/dropship/supplier-page/open-link.server.ts. */
export const loader = ({ context: { deps }, request, params }: LoaderFunctionArgs) =>
  serveFile({ ...deps, outbox: createOutbox(deps) }, request, params["token"] ?? "");
