/** A mail that did not go out, or may have: then the same bytes go again, for a lost mail is worse than a second copy. */
import {
  assessSendingFailure,
  SendingFailed,
  type SendingProof,
} from "#app/platform/sending-failed.ts";

export type MailProof = SendingProof;

export class MailFailed extends SendingFailed {
  override name = "MailFailed";
}

export const assessMailFailure = (error: unknown) =>
  assessSendingFailure(error, "The mail may not have gone out.");
