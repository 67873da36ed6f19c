import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { PageError } from "#app/ui/page-error.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

/** Any address inside the admin that is no page: the frame and its navigation stay. */
export async function loader({ context: { deps }, request }: LoaderFunctionArgs) {
  await requireAdmin(deps, request);
  throw new Response("No such page", { status: 404 });
}

export default function NoPage() {
  return null;
}

export const ErrorBoundary = PageError;
