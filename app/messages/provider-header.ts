/**
 * Mail providers that recognise a mail sent twice: they take the first of one key and drop the rest. The key stands in a
 * header of its own, so it is part of the bytes and the same at every try. Pure.
 */

// Source: https://resend.com/docs/dashboard/emails/idempotency-keys (SMTP; a key is kept for 24 hours)
const PROVIDERS: readonly { readonly host: RegExp; readonly header: string }[] = [
  { host: /^smtp\.resend\.com$/i, header: "Resend-Idempotency-Key" },
];

/** The header for the key at this server; null where repeats are delivered. */
export function providerHeader(smtpUrl: string): string | null {
  const { hostname } = new URL(smtpUrl);
  return PROVIDERS.find(({ host }) => host.test(hostname))?.header ?? null;
}
