import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { RecipientView } from "#app/messages/conversations/reply-views.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import type { InboxAnswer } from "./answer-inbox.server.ts";

type ReplyFormProps = { orderId: string; recipient: RecipientView; replyKey: string };

/** What was typed stays until it was taken. The key, the last thing said, makes one mail of a form that is sent twice. */
export function ReplyForm({ orderId, recipient, replyKey }: ReplyFormProps) {
  const fetcher = useFetcher<InboxAnswer>();
  const toast = useToast();
  const [words, setWords] = useState("");
  const handled = useRef<InboxAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    if (!data.isSaved) return;
    setWords("");
    toast(data.done ?? "Sent");
  }, [state, data, toast]);
  const { to, label, email } = recipient;
  const send = () => {
    const form = JSON.stringify({ intent: "reply", to, words, key: replyKey });
    fetcher.submit({ form }, { method: "post", action: `/app/inbox/${orderId}` });
  };
  return (
    <BlockStack gap="200">
      <TextField
        label={`Write to ${label}`}
        multiline={4}
        maxLength={10_000}
        autoComplete="off"
        value={words}
        disabled={email === null}
        helpText="Sent as a mail, with a greeting and your closing around it."
        onChange={setWords}
      />
      {email === null ? (
        <Text as="p" tone="subdued">
          No mail address is known, so nothing can be sent.
        </Text>
      ) : null}
      {data && !data.isSaved ? (
        <Banner tone="critical" title="Not sent">
          {data.message}
        </Banner>
      ) : null}
      <InlineStack align="end">
        <Button
          variant="primary"
          loading={state !== "idle"}
          disabled={email === null || words.trim() === ""}
          onClick={send}
        >
          Send
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
