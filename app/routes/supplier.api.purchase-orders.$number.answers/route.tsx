import type { ActionFunctionArgs } from "@remix-run/node";
import { serveAnswers } from "#app/dropship/supplier-page/serve-api.server.ts";

/** The bearer is the token of the supplier's link: see app/dropship/supplier-page/open-link.server.ts. */
export const action = ({ context: { deps }, request, params }: ActionFunctionArgs) =>
  serveAnswers(deps, request, params["number"] ?? "");
