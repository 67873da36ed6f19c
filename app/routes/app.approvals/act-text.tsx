import { BlockStack, Link, Text } from "@shopify/polaris";
import type { AskedView } from "#app/rails/list-asked.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

type ActTextProps = {
  act: AskedView;
  /** what happened at its instant, e.g. "Asked" */
  since: string;
};

/** One act that waits: what, on which order, for how much, why, and until when the law wants it. */
export function ActText({ act, since }: ActTextProps) {
  return (
    <BlockStack gap="050">
      <Text as="p" breakWord>
        {act.what}
        {act.orderPath && act.orderName ? (
          <>
            {" · "}
            <Link url={act.orderPath}>{act.orderName}</Link>
          </>
        ) : null}
        {act.amount ? ` · ${act.amount}` : ""}
      </Text>
      <Text as="p" tone="subdued">
        {act.sentence} {since} <ShopTime at={act.askedAt} style="short" />.
      </Text>
      {act.legalDeadlineAt ? (
        <Text as="p">
          Legal deadline: <ShopTime at={act.legalDeadlineAt} />
        </Text>
      ) : null}
    </BlockStack>
  );
}
