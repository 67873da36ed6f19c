import type { LoaderFunctionArgs } from "@remix-run/node";
import { respondToAuthPath } from "#app/shopify/authenticate.server.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  respondToAuthPath(deps, request);
