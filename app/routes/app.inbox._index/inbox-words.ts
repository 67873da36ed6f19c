/** The inbox' filters in words, and its addresses. */
import type { InboxFilter } from "#app/messages/conversations/inbox-query.ts";

export const FILTER_WORDS = {
  open: { label: "Open", empty: "No open conversations" },
  mine: { label: "Mine", empty: "Nothing is given to you" },
  unanswered: { label: "Unanswered 24 h", empty: "Nobody has waited for a day" },
  done: { label: "Done", empty: "Nothing is done yet" },
  parked: { label: "Put aside", empty: "Nothing was put aside" },
} as const satisfies Record<InboxFilter, { label: string; empty: string }>;

type Place = {
  readonly filter: InboxFilter;
  readonly search: string;
  readonly cursor?: string | null;
};

export function inboxPath({ filter, search, cursor }: Place): string {
  const params = new URLSearchParams({ filter });
  if (search) params.set("q", search);
  if (cursor) params.set("cursor", cursor);
  return `/app/inbox?${params.toString()}`;
}
