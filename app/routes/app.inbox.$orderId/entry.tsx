import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { EntryView, FileView } from "#app/messages/conversations/reply-views.ts";
import { followDownload } from "#app/ui/follow-download.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import type { InboxAnswer } from "./answer-inbox.server.ts";

type EntryProps = {
  orderId: string;
  entry: EntryView;
  names: Readonly<Record<string, string>>;
  /** who is on the other side */
  other: string;
};

const MAIL_STATES: Readonly<
  Record<string, { tone: "info" | "success" | "critical"; label: string }>
> = {
  waiting: { tone: "info", label: "Waits to be sent" },
  sent: { tone: "success", label: "Sent" },
  failed: { tone: "critical", label: "Not sent" },
  bounced: { tone: "critical", label: "Came back" },
};

/** One message. What strangers wrote is text and nothing else. */
export function Entry({ orderId, entry, names, other }: EntryProps) {
  const { direction, staffId, via, saidAt, words, quoted, parked, mail, files } = entry;
  const who = direction === "out" ? (names[staffId ?? ""] ?? "Your team") : other;
  const state = mail ? MAIL_STATES[mail.state] : undefined;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="semibold" breakWord>
          {who}
        </Text>
        <Text as="span" tone="subdued">
          {via === "form" ? "by the form · " : ""}
          <ShopTime at={saidAt} style="short" />
        </Text>
        {state ? <Badge tone={state.tone}>{state.label}</Badge> : null}
        {parked ? <Badge tone="warning">Put aside</Badge> : null}
      </InlineStack>
      {entry.isStranger && entry.address ? (
        <Text as="p" tone="caution" breakWord>
          {`Came from ${entry.address}, which is not the address we know.`}
        </Text>
      ) : null}
      {mail?.failure ? (
        <Text as="p" tone="critical" breakWord>
          {mail.failure}
        </Text>
      ) : null}
      {parked ? <Parked orderId={orderId} entryId={entry.entryId} why={parked} /> : null}
      {entry.subject && direction === "in" ? (
        <Text as="p" tone="subdued" breakWord>
          {entry.subject}
        </Text>
      ) : null}
      {words === null ? (
        <Text as="p" tone="subdued">
          What was said was erased.
        </Text>
      ) : (
        <div className="ac-wrap" style={{ whiteSpace: "pre-wrap" }} dir="auto">
          {words || "(no words)"}
        </div>
      )}
      {quoted ? <Quoted text={quoted} /> : null}
      {files.map((file) => (
        <FileLine key={file.fileId} orderId={orderId} file={file} />
      ))}
    </BlockStack>
  );
}

function Quoted({ text }: { text: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <BlockStack gap="100">
      <InlineStack>
        <Button variant="plain" ariaExpanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Hide what they quoted" : "Show what they quoted"}
        </Button>
      </InlineStack>
      {isOpen ? (
        <Text as="p" tone="subdued">
          <span className="ac-wrap" style={{ whiteSpace: "pre-wrap" }} dir="auto">
            {text}
          </span>
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Parked({ orderId, entryId, why }: { orderId: string; entryId: string; why: string }) {
  const form = useJsonForm(`/app/inbox/${orderId}`);
  return (
    <BlockStack gap="100">
      <Text as="p" tone="subdued">
        {why}
      </Text>
      {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
      <InlineStack>
        <Button
          variant="plain"
          loading={form.isSaving}
          onClick={() => form.send({ intent: "show", entryId })}
        >
          A person wrote this: show it
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function FileLine({ orderId, file }: { orderId: string; file: FileView }) {
  const fetcher = useFetcher<InboxAnswer>();
  const followed = useRef<InboxAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data?.url || followed.current === data) return;
    followed.current = data;
    followDownload(data.url);
  }, [state, data]);
  if (file.refusal)
    return (
      <Text as="p" tone="subdued" breakWord>
        {`${file.name}: ${file.refusal}`}
      </Text>
    );
  const form = JSON.stringify({ intent: "file", fileId: file.fileId });
  return (
    <BlockStack gap="100">
      <InlineStack>
        <Button
          variant="plain"
          loading={state !== "idle"}
          accessibilityLabel={`Download ${file.name}`}
          onClick={() =>
            fetcher.submit({ form }, { method: "post", action: `/app/inbox/${orderId}` })
          }
        >
          {file.name}
        </Button>
      </InlineStack>
      {data && !data.isSaved ? <Banner tone="critical">{data.message}</Banner> : null}
    </BlockStack>
  );
}
