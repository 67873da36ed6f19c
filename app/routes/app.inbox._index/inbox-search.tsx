import { Form } from "@remix-run/react";
import { Box, Button, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { InboxFilter } from "#app/messages/conversations/inbox-query.ts";

/** Search is the server's: over names, addresses and what was said. */
export function InboxSearch({ filter, search }: { filter: InboxFilter; search: string }) {
  const [text, setText] = useState(search);
  return (
    <Box padding="300">
      <Form method="get" action="/app/inbox" role="search">
        <input type="hidden" name="filter" value={filter} />
        <InlineStack gap="200" blockAlign="end" wrap={false}>
          <div style={{ flex: 1 }}>
            <TextField
              label="Search order, name, address or words"
              name="q"
              autoComplete="off"
              maxLength={100}
              value={text}
              onChange={setText}
            />
          </div>
          <Button submit>Search</Button>
        </InlineStack>
      </Form>
    </Box>
  );
}
