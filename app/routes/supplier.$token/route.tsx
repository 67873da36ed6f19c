import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { servePage } from "#app/dropship/supplier-page/serve-page.server.tsx";
import { createOutbox } from "#app/mail-parts.server.ts";

/** The token in the address is the permission: see app/dropship/supplier-page/open-link.server.ts. */
export const loader = ({ context: { deps }, request, params }: LoaderFunctionArgs) =>
  servePage({ ...deps, outbox: createOutbox(deps) }, request, params["token"] ?? "");

export const action = ({ context: { deps }, request, params }: ActionFunctionArgs) =>
  servePage({ ...deps, outbox: createOutbox(deps) }, request, params["token"] ?? "");
