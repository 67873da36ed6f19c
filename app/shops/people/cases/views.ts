/** What the order page gets of the team's work on it, and why an act was refused. Plain JSON; instants are ISO 8601. */
import type { Role } from "#app/shops/people/roles.ts";

export type CasePerson = { readonly id: string; readonly name: string };

export type NoteView = {
  readonly noteId: string;
  /** null once erased */
  readonly text: string | null;
  readonly author: CasePerson;
  readonly writtenAt: string;
};

export type CaseView = {
  /** everybody an order can be given to */
  readonly people: readonly (CasePerson & { readonly role: Role })[];
  /** everybody who was ever here, by id */
  readonly names: Readonly<Record<string, string>>;
  readonly assignee: CasePerson | null;
  /** newest first */
  readonly notes: readonly NoteView[];
};

export type CaseRefusal = {
  readonly code:
    | "no_such_order"
    | "no_such_person"
    | "no_such_note"
    | "note_empty"
    | "note_too_long"
    | "not_yours";
};

export const CASE_REFUSALS = {
  no_such_order: { status: 404, sentence: "This order is not here any more. Reload the page." },
  no_such_person: {
    status: 404,
    sentence: "This person is not on your list any more. Choose somebody else.",
  },
  no_such_note: { status: 404, sentence: "This note is gone. Reload the page." },
  note_empty: { status: 422, sentence: "Write something first." },
  note_too_long: { status: 422, sentence: "A note has at most 5,000 characters. Shorten it." },
  not_yours: {
    status: 403,
    sentence: "This note is somebody else's. Ask them or a manager to remove it.",
  },
} as const satisfies Record<CaseRefusal["code"], { status: number; sentence: string }>;
