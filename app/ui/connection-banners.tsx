import { useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Box } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useIsShopifyMissing } from "./use-shopify.ts";

/** What stands between this page and its data, one banner at a time: the first that applies. */
export function ConnectionBanners({ isTokenRefused }: { isTokenRefused: boolean }) {
  const { revalidate } = useRevalidator();
  const isOffline = useIsOffline();
  const isShopifyMissing = useIsShopifyMissing();
  const banner = isOffline ? (
    <Banner tone="warning" title="You're offline">
      What you see may be out of date. It refreshes when the connection is back.
    </Banner>
  ) : isShopifyMissing ? (
    <Banner tone="warning" title="Shopify's admin script is blocked">
      A browser extension or network stops it from loading. Allow cdn.shopify.com and reload, or
      open Aftercare again from your Shopify admin.
    </Banner>
  ) : isTokenRefused ? (
    <Banner
      tone="warning"
      title="Shopify stopped accepting our access"
      action={{ content: "Connect again", onAction: revalidate }}
    >
      Nothing is lost, but new changes wait until the connection is back. Opening Aftercare connects
      it again.
    </Banner>
  ) : null;
  if (!banner) return null;
  return (
    <Box padding="400">
      <BlockStack>{banner}</BlockStack>
    </Box>
  );
}

function useIsOffline() {
  const [isOffline, setIsOffline] = useState(false);
  useEffect(() => {
    const look = () => setIsOffline(!navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return isOffline;
}
