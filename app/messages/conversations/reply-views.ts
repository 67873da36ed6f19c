/** What the pages get of a conversation, and why an act on it was refused. Plain JSON; instants are ISO 8601. Pure. */

export type FileView = {
  readonly fileId: string;
  readonly name: string;
  /** null: it can be downloaded */
  readonly refusal: string | null;
};

export type EntryView = {
  readonly entryId: string;
  readonly channel: "shopper" | "supplier";
  readonly supplierId: string | null;
  readonly direction: "in" | "out";
  readonly via: "mail" | "form" | "app";
  readonly staffId: string | null;
  readonly address: string | null;
  readonly subject: string | null;
  /** null once erased */
  readonly words: string | null;
  readonly quoted: string | null;
  /** why it was put aside; null: it was not */
  readonly parked: string | null;
  /** It came from an address that is not the one known of its party. */
  readonly isStranger: boolean;
  /** of an answer: what became of its mail */
  readonly mail: { readonly state: string; readonly failure: string | null } | null;
  readonly saidAt: string;
  readonly files: readonly FileView[];
};

/** Somebody who can be written to. */
export type RecipientView = {
  /** `shopper`, or the contact's id */
  readonly to: string;
  readonly label: string;
  /** null: no address is known */
  readonly email: string | null;
  readonly supplierId: string | null;
};

export type ConversationView = {
  readonly orderId: string;
  readonly orderName: string;
  readonly customerName: string | null;
  readonly state: "open" | "done" | "none";
  readonly waitsSince: string | null;
  /** oldest first */
  readonly entries: readonly EntryView[];
  readonly hasEarlier: boolean;
  readonly recipients: readonly RecipientView[];
};

export type ConversationRefusal = {
  readonly code:
    | "no_such_order"
    | "no_such_recipient"
    | "no_address"
    | "address_bounced"
    | "words_empty"
    | "words_too_long"
    | "no_such_entry"
    | "nothing_said"
    | "not_sent"
    | "too_many_words";
};

export const CONVERSATION_REFUSALS = {
  no_such_order: { status: 404, sentence: "This order is not here any more. Reload the page." },
  no_such_recipient: {
    status: 404,
    sentence: "This contact is gone. Reload the page and choose another.",
  },
  no_address: {
    status: 422,
    sentence: "We know no mail address for them. Add one in Shopify or at the supplier, then send.",
  },
  address_bounced: {
    status: 409,
    sentence:
      "This address gave mail back before. Reach them in another way, or allow it again under Settings › Outbox.",
  },
  words_empty: { status: 422, sentence: "Write something first." },
  words_too_long: {
    status: 422,
    sentence: "A message has at most 10,000 characters. Shorten it.",
  },
  no_such_entry: { status: 404, sentence: "This message is gone. Reload the page." },
  nothing_said: { status: 409, sentence: "Nothing was said about this order yet." },
  not_sent: { status: 409, sentence: "This could not be sent. Reload the page and try again." },
  too_many_words: {
    status: 429,
    sentence: "You have written many times within an hour. Wait an hour, then write again.",
  },
} as const satisfies Record<ConversationRefusal["code"], { status: number; sentence: string }>;
