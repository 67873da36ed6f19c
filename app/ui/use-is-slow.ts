import { useEffect, useState } from "react";
import { findShopify } from "./use-shopify.ts";

// Most pages arrive sooner; a skeleton that flashes is worse than the old page for a moment.
const PATIENCE_MS = 250;

/** True once `isBusy` has been true for a moment. Meanwhile the admin's own loading bar runs. */
export function useIsSlow(isBusy: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    findShopify()?.loading(isBusy);
    if (!isBusy) return setIsSlow(false);
    const timer = setTimeout(() => setIsSlow(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isBusy && isSlow;
}
