/** Purchase orders by mail. Whether an interrupted try reached the server SMTP cannot tell: then the same bytes go again. */
import { MailFailed } from "#app/messages/mail-failed.ts";
import type { MailTransport } from "#app/messages/mail-transport.ts";
import type { Handover } from "./channel.ts";
import { HandoverFailed } from "./handover-failed.ts";

export const createMailHandover = (transport: MailTransport): Handover => ({
  send: async ({ target, envelopeFrom, bytes, idempotencyKey }, { signal }) => {
    const mail = { envelopeFrom: envelopeFrom ?? target, recipient: target, mime: bytes };
    try {
      return await transport.send(mail, { idempotencyKey, signal });
    } catch (error) {
      if (!(error instanceof MailFailed)) throw error;
      const { proof, code, reply, retryAfterMs, message } = error;
      throw new HandoverFailed(message, { proof, code, reply, retryAfterMs, cause: error });
    }
  },
  find: async () => null,
});
