import { vitePlugin as remix } from "@remix-run/dev";
import { installGlobals } from "@remix-run/node";
import { defineConfig } from "vite";

installGlobals({ nativeFetch: true });

// The page reaches the app through a reverse proxy that passes the hot-reload socket on. Where a proxy does not,
// HMR_PORT opens a loopback socket of its own beside it.
const hotReloadPort = Number(process.env["HMR_PORT"] ?? 0);
const appHost = new URL(process.env["SHOPIFY_APP_URL"] ?? "http://localhost").hostname;

// Hundreds of small files of which we use some: read one by one they cost the web process a second of each start.
const MANY_FILES = [
  "@date-fns/tz",
  "@shopify/app-bridge-react",
  "@shopify/polaris",
  "@shopify/polaris-icons",
  "@shopify/shopify-app-remix",
  "date-fns",
  "zod",
];

export default defineConfig(({ command }) => ({
  plugins: [
    remix({
      ignoredRouteFiles: ["**/.*"],
      // Single fetch stays off: @shopify/shopify-app-remix 4 throws responses its data format cannot carry.
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: false,
        v3_singleFetch: false,
      },
    }),
  ],
  server: {
    allowedHosts: [appHost, "localhost", "127.0.0.1"],
    cors: { preflightContinue: true },
    ...(hotReloadPort > 0 && {
      hmr: {
        protocol: "ws",
        host: "127.0.0.1",
        port: hotReloadPort,
        clientPort: hotReloadPort,
      },
    }),
  },
  build: { assetsInlineLimit: 0, target: "es2022" },
  ssr: { noExternal: command === "build" ? MANY_FILES : [] },
  optimizeDeps: {
    // All that reaches the browser, named: a package found only when the first page asks for it makes Vite start over,
    // and the frame is left with modules that are gone.
    include: [
      "react",
      "react/jsx-runtime",
      "react/jsx-dev-runtime",
      "react-dom/client",
      "@remix-run/react",
      "@shopify/app-bridge-react",
      "@shopify/polaris",
      "@shopify/polaris-icons",
      "@shopify/shopify-app-remix/react",
      "recharts",
      "date-fns/format",
      "@date-fns/tz",
    ],
    // Vite meets these in the server half of route files, before that half is cut off.
    exclude: ["@remix-run/node", "@prisma/adapter-pg", "@prisma/client", "jose", "pg", "zod"],
  },
}));
