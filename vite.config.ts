import { vitePlugin as remix } from "@remix-run/dev";
import { installGlobals } from "@remix-run/node";
import { defineConfig } from "vite";

installGlobals({ nativeFetch: true });

// The page reaches the app through a reverse proxy that passes the hot-reload socket on. Where a proxy does not,
// HMR_PORT opens a loopback socket of its own beside it.
const hotReloadPort = Number(process.env["HMR_PORT"] ?? 0);
const appHost = new URL(process.env["SHOPIFY_APP_URL"] ?? "http://localhost").hostname;

export default defineConfig({
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
  optimizeDeps: {
    include: ["@shopify/app-bridge-react", "@shopify/polaris", "@shopify/polaris-icons"],
  },
});
