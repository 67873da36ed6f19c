import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { json } from "@remix-run/node";
import {
  Link,
  Outlet,
  useLoaderData,
  useLocation,
  useNavigation,
  type ShouldRevalidateFunctionArgs,
} from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import type { ReactNode } from "react";
import { evaluatePlan } from "#app/shops/evaluate-plan.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { ConnectionBanners } from "#app/ui/connection-banners.tsx";
import { LoadingPage } from "#app/ui/loading-page.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { ShopZoneProvider } from "#app/ui/shop-time.tsx";
import { useIsSlow } from "#app/ui/use-is-slow.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const meta: MetaFunction = () => [{ title: "Aftercare" }];

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireStaff(deps, request);
    const settings = await getShopSettings(deps, shopId);
    const plan = evaluatePlan();
    if (!plan.ok) throw new Response(plan.refusal.sentence, { status: 402 });
    return json({ zone: settings.timeZone, isTokenRefused: settings.isTokenRefused });
  });

/** Moving between pages, searching and filtering leave the frame alone; saving and asking again do not. */
export function shouldRevalidate(args: ShouldRevalidateFunctionArgs) {
  const { currentUrl, nextUrl, formMethod, defaultShouldRevalidate } = args;
  const isMoving = currentUrl.href !== nextUrl.href;
  return formMethod || !isMoving ? defaultShouldRevalidate : false;
}

export default function AppLayout() {
  const { zone, isTokenRefused } = useLoaderData<typeof loader>();
  return (
    <Frame>
      <ShopZoneProvider value={zone}>
        <ConnectionBanners isTokenRefused={isTokenRefused} />
        <PageOrSkeleton />
      </ShopZoneProvider>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    // The script stands in the document's head (root.tsx), so this provider adds none and needs no key.
    <AppProvider isEmbeddedApp={false} apiKey="">
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/inbox">Inbox</Link>
        <Link to="/app/purchase-orders">Purchase orders</Link>
        <Link to="/app/suppliers">Suppliers</Link>
        <Link to="/app/rules/routing">Rules</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      {children}
    </AppProvider>
  );
}

function PageOrSkeleton() {
  const { state, location: target } = useNavigation();
  const { pathname } = useLocation();
  const isLeaving = useIsSlow(state === "loading" && target.pathname !== pathname);
  return isLeaving ? <LoadingPage /> : <Outlet />;
}

export function ErrorBoundary() {
  return (
    <Frame>
      <PageError />
    </Frame>
  );
}
