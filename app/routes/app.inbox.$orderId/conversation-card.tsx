import { Banner, BlockStack, Divider, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ConversationView, RecipientView } from "#app/messages/conversations/reply-views.ts";
import { SectionCard } from "#app/routes/app.orders.$orderId/section-card.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { Entry } from "./entry.tsx";
import { ReplyForm } from "./reply-form.tsx";

type ConversationCardProps = {
  conversation: ConversationView;
  /** staff, by id */
  names: Readonly<Record<string, string>>;
};

/** One channel at a time: what the shopper wrote never stands beside what goes to a supplier. */
export function ConversationCard({ conversation, names }: ConversationCardProps) {
  const { orderId, recipients, entries, waitsSince, hasEarlier } = conversation;
  const [to, setTo] = useState(() => lastSpoken(conversation));
  const recipient = recipients.find((one) => one.to === to) ?? recipients[0];
  if (!recipient) return null;
  const shown = entries.filter((entry) => entry.supplierId === recipient.supplierId);
  return (
    <SectionCard
      title="Conversation"
      aside={
        waitsSince ? (
          <Text as="p" tone="subdued">
            Somebody waits for an answer since <ShopTime at={waitsSince} />
          </Text>
        ) : null
      }
    >
      {recipients.length > 1 ? (
        <Select
          label="With"
          helpText="Each of them sees only their own part."
          options={recipients.map((one) => ({ value: one.to, label: labelOf(one, conversation) }))}
          value={recipient.to}
          onChange={setTo}
        />
      ) : null}
      {hasEarlier ? <Banner tone="info">Only the latest 200 messages are shown.</Banner> : null}
      {shown.length === 0 ? (
        <Text as="p" tone="subdued">
          Nothing was said yet. Write first; the answer comes here.
        </Text>
      ) : (
        <ol className="ac-timeline" aria-label={`Messages with ${recipient.label}, oldest first`}>
          {shown.map((entry) => (
            <li key={entry.entryId}>
              <Entry orderId={orderId} entry={entry} names={names} other={recipient.label} />
            </li>
          ))}
        </ol>
      )}
      <Divider />
      <BlockStack gap="200">
        <ReplyForm
          key={recipient.to}
          orderId={orderId}
          recipient={recipient}
          replyKey={entries.at(-1)?.entryId ?? "0"}
        />
      </BlockStack>
    </SectionCard>
  );
}

/** Opens where the last word was said. */
function lastSpoken({ entries, recipients }: ConversationView): string {
  const last = entries.at(-1)?.supplierId ?? null;
  return recipients.find(({ supplierId }) => supplierId === last)?.to ?? "shopper";
}

function labelOf(recipient: RecipientView, { entries }: ConversationView): string {
  const count = entries.filter(({ supplierId }) => supplierId === recipient.supplierId).length;
  return count === 0 ? recipient.label : `${recipient.label} (${count})`;
}
