import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { SenderView } from "#app/messages/find-sender-view.server.ts";

type NowCardProps = {
  now: SenderView["now"];
  domain: string | null;
  /** answers come to the inbox */
  takesMail: boolean;
};

/** The line a shopper sees above a mail. */
export function NowCard({ now, domain, takesMail }: NowCardProps) {
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="p" fontWeight="semibold" breakWord>
            {`${now.fromName} <${now.fromAddress}>`}
          </Text>
          <Badge tone={now.isOwnDomain ? "success" : "info"}>
            {now.isOwnDomain ? "Your domain" : "Our domain"}
          </Badge>
        </InlineStack>
        <Text as="p" tone="subdued" breakWord>
          {now.replyTo
            ? `Answers go to ${now.replyTo}.`
            : takesMail
              ? "Answers come to your Inbox. A reply address under Templates sends them elsewhere."
              : "Answers go to the sender. Set a reply address under Templates."}
        </Text>
        {domain && !now.isOwnDomain ? (
          <Text as="p" tone="subdued" breakWord>
            {`As soon as the records of ${domain} are found, mail goes from there.`}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
