import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Divider,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { CaseAnswer } from "#app/routes/app.orders.$orderId_.case.tsx";
import { completeMention, suggestPeople } from "#app/shops/people/cases/find-mentions.ts";
import type { CaseView, NoteView } from "#app/shops/people/cases/views.ts";
import type { Staff } from "#app/shops/people/staff-store.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";

type CaseCardProps = { orderId: string; view: CaseView; reader: Staff };

const MOST_SUGGESTED = 3;

/** Who takes care of the order, and what the team says about it. Shoppers see none of it. */
export function CaseCard({ orderId, view, reader }: CaseCardProps) {
  const action = `/app/orders/${orderId}/case`;
  return (
    <SectionCard
      title="Your team"
      aside={
        <Text as="p" tone="subdued">
          Only your staff sees this.
        </Text>
      }
    >
      <Assignee action={action} view={view} reader={reader} />
      <Divider />
      <NewNote action={action} view={view} />
      {view.notes.length === 0 ? (
        <Text as="p" tone="subdued">
          No notes yet. Type @ and a name to tell a colleague.
        </Text>
      ) : (
        <ol className="ac-timeline" aria-label="Notes, newest first">
          {view.notes.map((note) => (
            <li key={note.noteId}>
              <Note action={action} note={note} reader={reader} />
            </li>
          ))}
        </ol>
      )}
    </SectionCard>
  );
}

type PartProps = { action: string; view: CaseView };

function Assignee({ action, view, reader }: PartProps & { reader: Staff }) {
  const fetcher = useFetcher<CaseAnswer>();
  const assigneeId = view.assignee?.id ?? "";
  const isListed = view.people.some(({ id }) => id === assigneeId);
  const assign = (id: string) =>
    fetcher.submit({ intent: "assign", assigneeId: id }, { method: "post", action });
  return (
    <BlockStack gap="200">
      <Select
        label="Taken care of by"
        disabled={fetcher.state !== "idle"}
        options={[
          { label: "Nobody yet", value: "" },
          ...(assigneeId && !isListed
            ? [{ label: view.assignee?.name ?? "", value: assigneeId }]
            : []),
          ...view.people.map(({ id, name }) => ({ label: name, value: id })),
        ]}
        value={assigneeId}
        onChange={assign}
      />
      {assigneeId === reader.id ? null : (
        <InlineStack>
          <Button variant="plain" onClick={() => assign(reader.id)}>
            Take it yourself
          </Button>
        </InlineStack>
      )}
      <Refusal answer={fetcher.data} />
    </BlockStack>
  );
}

function NewNote({ action, view }: PartProps) {
  const fetcher = useFetcher<CaseAnswer>();
  const [text, setText] = useState("");
  const handled = useRef<CaseAnswer>();
  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data || handled.current === fetcher.data) return;
    handled.current = fetcher.data;
    if (fetcher.data.isSaved) setText("");
  }, [fetcher.state, fetcher.data]);
  return (
    <BlockStack gap="200">
      <TextField
        label="Note"
        multiline={2}
        maxLength={5_000}
        autoComplete="off"
        value={text}
        onChange={setText}
      />
      <Suggestions text={text} view={view} onChoose={setText} />
      <Refusal answer={fetcher.data} />
      <InlineStack align="end">
        <Button
          loading={fetcher.state !== "idle"}
          disabled={text.trim() === ""}
          onClick={() => fetcher.submit({ intent: "note", text }, { method: "post", action })}
        >
          Add note
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

type SuggestionsProps = { text: string; view: CaseView; onChoose: (text: string) => void };

function Suggestions({ text, view, onChoose }: SuggestionsProps) {
  const people = suggestPeople(text, view.people).slice(0, MOST_SUGGESTED);
  if (people.length === 0) return null;
  return (
    <ButtonGroup>
      {people.map(({ id, name }) => (
        <Button key={id} size="slim" onClick={() => onChoose(completeMention(text, name))}>
          {`@${name}`}
        </Button>
      ))}
    </ButtonGroup>
  );
}

type NoteProps = { action: string; note: NoteView; reader: Staff };

function Note({ action, note, reader }: NoteProps) {
  const fetcher = useFetcher<CaseAnswer>();
  const mayErase = note.author.id === reader.id || reader.role !== "agent";
  const erase = () =>
    fetcher.submit({ intent: "erase_note", noteId: note.noteId }, { method: "post", action });
  return (
    <BlockStack gap="050">
      {note.text === null ? (
        <Text as="p" tone="subdued">
          This note was removed.
        </Text>
      ) : (
        <div className="ac-wrap" style={{ whiteSpace: "pre-wrap" }} dir="auto">
          {note.text}
        </div>
      )}
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" tone="subdued">
          {note.author.name} · <ShopTime at={note.writtenAt} style="short" />
        </Text>
        {note.text !== null && mayErase ? (
          <Button
            variant="plain"
            loading={fetcher.state !== "idle"}
            accessibilityLabel={`Remove the note of ${note.author.name}`}
            onClick={erase}
          >
            Remove
          </Button>
        ) : null}
      </InlineStack>
      <Refusal answer={fetcher.data} />
    </BlockStack>
  );
}

function Refusal({ answer }: { answer: CaseAnswer | undefined }) {
  return answer && !answer.isSaved ? <Banner tone="critical">{answer.message}</Banner> : null;
}
