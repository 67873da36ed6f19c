import { useNavigate } from "@remix-run/react";
import {
  Badge,
  BlockStack,
  Box,
  Button,
  InlineStack,
  ResourceItem,
  ResourceList,
  Text,
} from "@shopify/polaris";
import type { InboxFilter, InboxRow, InboxView } from "#app/messages/conversations/inbox-query.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { FILTER_WORDS, inboxPath } from "./inbox-words.ts";

type Inbox = InboxView & {
  readonly filter: InboxFilter;
  readonly search: string;
  readonly isFirstPage: boolean;
  readonly names: Readonly<Record<string, string>>;
};

export function InboxList({ inbox, isLoading }: { inbox: Inbox; isLoading: boolean }) {
  const { rows, nextCursor, filter, search, isFirstPage, names } = inbox;
  const navigate = useNavigate();
  if (rows.length === 0 && !isLoading) return <NoConversations inbox={inbox} />;
  return (
    <div>
      <ResourceList
        resourceName={{ singular: "conversation", plural: "conversations" }}
        items={[...rows]}
        loading={isLoading}
        renderItem={(row) => (
          <ResourceItem
            id={row.orderId}
            url={`/app/inbox/${row.orderId}`}
            accessibilityLabel={`Open the conversation about order ${row.orderName}`}
          >
            <Row row={row} names={names} />
          </ResourceItem>
        )}
      />
      {nextCursor || !isFirstPage ? (
        <Box padding="300">
          <InlineStack gap="200">
            {isFirstPage ? null : (
              <Button onClick={() => navigate(inboxPath({ filter, search }))}>First page</Button>
            )}
            {nextCursor ? (
              <Button onClick={() => navigate(inboxPath({ filter, search, cursor: nextCursor }))}>
                Next page
              </Button>
            ) : null}
          </InlineStack>
        </Box>
      ) : null}
    </div>
  );
}

const FROM = { team: "You: ", shopper: "", supplier: "Supplier: " } as const;

function Row({ row, names }: { row: InboxRow; names: Readonly<Record<string, string>> }) {
  const { ownerId, waitsSince } = row;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="semibold" breakWord>
          {row.customerName ? `${row.orderName} · ${row.customerName}` : row.orderName}
        </Text>
        {row.isDone ? <Badge tone="success">Done</Badge> : null}
        {row.isLate ? <Badge tone="critical">Waits over 24 h</Badge> : null}
        {waitsSince && !row.isLate ? <Badge tone="attention">Waits for an answer</Badge> : null}
        {row.parked > 0 ? <Badge tone="warning">{`${row.parked} put aside`}</Badge> : null}
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {row.snippet ? `${FROM[row.from]}${row.snippet}` : "What was said was erased."}
      </Text>
      <Text as="p" tone="subdued">
        <ShopTime at={row.lastAt} style="short" />
        {ownerId ? ` · ${names[ownerId] ?? `Staff member ${ownerId}`}` : " · Nobody yet"}
      </Text>
    </BlockStack>
  );
}

function NoConversations({ inbox: { filter, search } }: { inbox: Inbox }) {
  if (search)
    return (
      <NothingHere
        heading="Nothing found"
        action={<Button url={inboxPath({ filter, search: "" })}>Clear the search</Button>}
      >
        {`No conversation here matches “${search}”.`}
      </NothingHere>
    );
  return (
    <NothingHere
      heading={FILTER_WORDS[filter].empty}
      action={<Button url="/app/orders">See your orders</Button>}
    >
      Answers to your mails, questions from your shoppers and words from suppliers appear here, one
      conversation an order. You can also write first, from an order.
    </NothingHere>
  );
}
