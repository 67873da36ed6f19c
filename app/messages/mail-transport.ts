/** How finished mails leave: SMTP, or a provider's API. Throws MailFailed, which says what is proven. */

export type OutgoingMail = {
  readonly envelopeFrom: string;
  readonly recipient: string;
  /** the whole message, byte for byte as it was first composed */
  readonly mime: Uint8Array;
};

export type MailTransport = {
  readonly send: (
    mail: OutgoingMail,
    context: { readonly idempotencyKey: string; readonly signal: AbortSignal },
  ) => Promise<{ readonly reply: string }>;
};
