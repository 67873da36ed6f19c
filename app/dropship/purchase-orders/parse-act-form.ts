/** What a page asks to be done with purchase orders. Pure. */
import { z } from "zod";

const MOST = 250;
const MAX_REASON = 300;

export const actFormSchema = z.object({
  act: z.enum(["send", "hold", "send_again", "nudge", "revoke", "settle_address"]),
  ids: z
    .array(z.string().regex(/^\d{1,18}$/))
    .min(1)
    .max(MOST),
  reason: z.string().max(5_000).default(""),
});

export type ActForm = z.output<typeof actFormSchema>;

/** What a form's fields lack, by field; empty when nothing. */
export function findFormErrors({ act, reason }: ActForm): Readonly<Record<string, string>> {
  if (act !== "revoke") return {};
  const length = reason.trim().length;
  if (length === 0) return { reason: "Write why. The supplier reads it." };
  return length > MAX_REASON ? { reason: `Keep it to ${MAX_REASON} characters.` } : {};
}

const DONE: Readonly<Record<ActForm["act"], string>> = {
  send: "on the way",
  hold: "held",
  send_again: "sent again as a copy",
  nudge: "nudged",
  revoke: "revoked",
  settle_address: "marked as answered",
};

export const describeDone = (act: ActForm["act"], done: number): string =>
  `${done} ${done === 1 ? "purchase order" : "purchase orders"} ${DONE[act]}`;
