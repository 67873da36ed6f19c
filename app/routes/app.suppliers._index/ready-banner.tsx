import { Banner } from "@shopify/polaris";
import { countOf } from "#app/ui/describe-age.ts";

/** The step after the last: suppliers could get orders, and routing only watches. */
export function ReadyBanner({ count }: { count: number }) {
  return (
    <Banner
      tone="success"
      title={`${countOf(count, "supplier")} can get orders`}
      action={{ content: "Go live", url: "/app/settings/going-live" }}
    >
      Routing is still watching: it plans orders and sends none to suppliers. You see what would
      happen before you switch.
    </Banner>
  );
}
