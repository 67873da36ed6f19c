import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteLoaderData,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import type { ReactNode } from "react";
import { APP_BRIDGE_URL } from "#app/ui/app-bridge-url.ts";
import { PlainError } from "#app/ui/plain-error.tsx";
import appStyles from "#app/ui/styles.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: polarisStyles },
  { rel: "stylesheet", href: appStyles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const loader = ({ context }: LoaderFunctionArgs) =>
  json({ apiKey: context.deps.env.SHOPIFY_API_KEY });

// The client id does not change while a page is open.
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof loader>("root");
  const isEmbedded = useMatches().some(({ id }) => id.startsWith("routes/app"));
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        {isEmbedded && root ? (
          <>
            <meta name="shopify-api-key" content={root.apiKey} />
            {/* First script, neither async nor deferred: what follows relies on its fetch. */}
            <script src={APP_BRIDGE_URL} />
          </>
        ) : null}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PlainError />;
}
