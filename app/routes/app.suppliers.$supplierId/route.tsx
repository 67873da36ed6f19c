import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { Outlet, useLoaderData, useLocation, useNavigate } from "@remix-run/react";
import { BlockStack, Page, Tabs } from "@shopify/polaris";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SupplierStateBadge } from "#app/ui/supplier-state-badge.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const TABS = [
  { path: "", label: "Supplier" },
  { path: "/offers", label: "Offers" },
  { path: "/feed", label: "Feed" },
  { path: "/scorecard", label: "Scorecard" },
] as const;

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireStaff(deps, request);
    const id = params["supplierId"] ?? "";
    if (id === "new") return json({ supplier: null });
    const supplier = OUR_ID.test(id)
      ? await inShop(deps.db, shopId, (tx) => findSupplier(tx, shopId, BigInt(id)))
      : null;
    if (!supplier) throw new Response("No such supplier", { status: 404 });
    const { name, state } = supplier;
    return json({ supplier: { supplierId: id, name, state } });
  });

export default function SupplierFrame() {
  const { supplier } = useLoaderData<typeof loader>();
  const back = { content: "Suppliers", url: "/app/suppliers" };
  if (!supplier)
    return (
      <Page title="New supplier" backAction={back}>
        <Outlet />
      </Page>
    );
  const { supplierId, name, state } = supplier;
  return (
    <Page
      title={name}
      titleMetadata={<SupplierStateBadge state={state} />}
      backAction={back}
      secondaryActions={[
        { content: "Purchase orders", url: `/app/purchase-orders?supplier=${supplierId}` },
      ]}
    >
      <SupplierTabs supplierId={supplierId} />
    </Page>
  );
}

function SupplierTabs({ supplierId }: { supplierId: string }) {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const base = `/app/suppliers/${supplierId}`;
  const selected = Math.max(
    0,
    TABS.findIndex(({ path }) => path !== "" && pathname.startsWith(base + path)),
  );
  return (
    <Tabs
      selected={selected}
      tabs={TABS.map(({ path, label }) => ({
        id: `supplier${path.replace("/", "-")}`,
        content: label,
      }))}
      onSelect={(index) => navigate(base + (TABS[index]?.path ?? ""))}
    >
      <BlockStack gap="400">
        <div />
        <Outlet />
      </BlockStack>
    </Tabs>
  );
}

export const ErrorBoundary = PageError;
