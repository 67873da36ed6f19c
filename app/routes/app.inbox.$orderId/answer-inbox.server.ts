/** The acts of a conversation's page: answer, call it done, show what was put aside, download a file. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { findSupplierContact } from "#app/inbound-parts.server.ts";
import { createOutbox } from "#app/mail-parts.server.ts";
import { openConversationFile } from "#app/messages/conversations/open-file.server.ts";
import {
  CONVERSATION_REFUSALS,
  type ConversationRefusal,
} from "#app/messages/conversations/reply-views.ts";
import { sendReply } from "#app/messages/conversations/send-reply.server.ts";
import {
  settleConversation,
  showParked,
} from "#app/messages/conversations/settle-conversation.server.ts";
import type { Result } from "#app/platform/result.ts";
import { createDownloadLink } from "#app/shopify/download-link.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const id = z.string().regex(/^\d{1,18}$/);
const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("reply"),
    to: z.union([z.literal("shopper"), id]),
    words: z.string().max(50_000),
    key: z.string().regex(/^\d{1,19}$/),
  }),
  z.object({ intent: z.literal("done") }),
  z.object({ intent: z.literal("open") }),
  z.object({ intent: z.literal("show"), entryId: id }),
  z.object({ intent: z.literal("file"), fileId: id }),
]);

type Form = z.output<typeof formSchema>;
export type InboxAnswer = FormAnswer & { readonly url?: string };
type Answered = InboxAnswer & { readonly status: number };

const DONE: Readonly<Record<Exclude<Form["intent"], "file">, string>> = {
  reply: "On its way",
  done: "Done",
  open: "Opened again",
  show: "Shown",
};

export async function answerInbox(
  deps: Pick<Deps, "db" | "clock" | "env" | "rails">,
  session: StaffSession,
  orderId: bigint,
  asked: unknown,
): Promise<Answered> {
  const parsed = formSchema.safeParse(asked);
  if (!parsed.success)
    return refused(400, "form_unreadable", "The form could not be read. Reload and try again.");
  const form = parsed.data;
  if (form.intent === "file") return answerFile(deps, session, BigInt(form.fileId));
  const done = await act(deps, session, orderId, form);
  if (done.ok) return { status: 200, isSaved: true, message: null, done: DONE[form.intent] };
  const { status, sentence } = CONVERSATION_REFUSALS[done.refusal.code];
  return refused(status, done.refusal.code, sentence);
}

function act(
  deps: Pick<Deps, "db" | "clock" | "env" | "rails">,
  { shopId, staff }: StaffSession,
  orderId: bigint,
  form: Exclude<Form, { intent: "file" }>,
): Promise<Result<null, ConversationRefusal>> {
  const asked = { shopId, orderId, staffId: staff.id };
  switch (form.intent) {
    case "reply": {
      const { words, key } = form;
      const to =
        form.to === "shopper"
          ? ({ kind: "shopper" } as const)
          : ({ kind: "contact", contactId: BigInt(form.to) } as const);
      const replyDeps = { db: deps.db, ...createOutbox(deps), findContact: findSupplierContact };
      return sendReply(replyDeps, { ...asked, to, words, key });
    }
    case "done":
    case "open":
      return settleConversation(deps, { ...asked, to: form.intent });
    case "show":
      return showParked(deps, { ...asked, entryId: BigInt(form.entryId) });
  }
}

/** An address of the file, good for one download. */
async function answerFile(
  deps: Pick<Deps, "db" | "clock" | "env">,
  { shopId, staffUserId }: StaffSession,
  fileId: bigint,
): Promise<Answered> {
  const file = await openConversationFile(deps, shopId, fileId);
  if (!file) return refused(404, "file_gone", "This file is not there any more. Reload the page.");
  const kind = "conversation_file" as const;
  const url = createDownloadLink(deps, {
    shopId,
    staffUserId,
    file: { kind, fileId: fileId.toString() },
  });
  return { status: 200, isSaved: true, message: null, done: "The file is being downloaded", url };
}

const refused = (status: number, code: string, message: string): Answered => ({
  status,
  isSaved: false,
  code,
  message,
});
