/** Finds the refund that bears our mark. The mark is in the note: a refund without it is somebody else's. */
import type { Sight } from "#app/rails/intent-kind.ts";
import { bearsMark } from "./args.ts";

type NotedRefund = { readonly id: string; readonly note: string | null };

export function readMarkedRefund(
  refunds: readonly NotedRefund[],
  reference: string,
  limit: number,
): Sight {
  const ours = refunds.find(({ note }) => bearsMark(note, reference));
  if (ours) return { kind: "effect", outcome: { refundGid: ours.id } };
  if (refunds.length >= limit)
    return { kind: "unsure", why: `Only ${limit} refunds of the order could be read.` };
  return { kind: "nothing" };
}
