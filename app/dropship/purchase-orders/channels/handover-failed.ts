/** A transmission that did not arrive at the supplier, or may have: then the same bytes go again under the same key. */
import {
  assessSendingFailure,
  SendingFailed,
  type SendingProof,
} from "#app/platform/sending-failed.ts";

export type HandoverProof = SendingProof;

export class HandoverFailed extends SendingFailed {
  override name = "HandoverFailed";
}

export const assessHandoverFailure = (error: unknown) =>
  assessSendingFailure(error, "The purchase order may not have gone out.");
