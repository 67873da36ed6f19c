/** What an SMTP conversation that went wrong proves about the mail. Pure. In doubt the mail may have gone out. */
import { MailFailed } from "./mail-failed.ts";

export type SmtpFailure = {
  /** nodemailer's: ECONNECTION, ETIMEDOUT, EENVELOPE, EMESSAGE, EAUTH … */
  readonly code: string | null;
  /** the command that was answered: MAIL FROM, RCPT TO, DATA …; CONN when it was none */
  readonly command: string | null;
  readonly responseCode: number | null;
  readonly response: string | null;
  /** The first byte of the mail's content was handed to the connection. */
  readonly hasContentBegun: boolean;
  readonly message: string;
};

// Greylisting wants minutes; asked sooner, some servers start counting anew.
const LATER_MS = 60_000;

export function assessSmtpFailure(failure: SmtpFailure): MailFailed {
  const { responseCode, response, command, hasContentBegun } = failure;
  const reply = response;
  // "Service not available, closing": said while the mail is being taken, it leaves open whether it was.
  const isCut = responseCode === 421 && hasContentBegun;
  if (responseCode === null || isCut)
    return hasContentBegun
      ? failed("unknown", "no_answer", "The mail server did not say whether it took the mail.")
      : failed("not_sent", "mail_server_unreachable", "The mail server could not be reached.");
  // The shopper's address, or the mail itself: final. Our sign-in or sender: somebody has to repair it, then it goes.
  const isAboutMail = command === "RCPT TO" || command === "DATA" || hasContentBegun;
  if (responseCode >= 500 && isAboutMail)
    return isAddressGone(responseCode, response)
      ? failed("refused", "address_refused", "The mail server knows no such address.")
      : failed("refused", "mail_refused", "The mail server refused this mail.");
  if (responseCode >= 500)
    return failed("not_sent", "sender_refused", "The mail server refused us as a sender.");
  return failed("not_sent", "try_later", "The mail server asked us to try later.");

  function failed(proof: MailFailed["proof"], code: string, message: string): MailFailed {
    const retryAfterMs =
      proof === "not_sent" && code !== "mail_server_unreachable" ? LATER_MS : null;
    return new MailFailed(message, { proof, code, reply, retryAfterMs, cause: failure.message });
  }
}

/** Whether the reply says that the address will never take mail. Source: RFC 5321, 4.2.3; RFC 3463, 3.2 */
export function isAddressGone(responseCode: number, response: string | null): boolean {
  const [status] = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response ?? "") ?? [];
  if (status) return /^5\.1\.(?:0|1|2|3|6|10)$/.test(status) || status === "5.2.1";
  return responseCode === 550 || responseCode === 551 || responseCode === 553;
}
