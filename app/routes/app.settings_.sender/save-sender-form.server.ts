/** The sender page's forms: save or forget the domain, look its records up, send a test. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { createOutbox, createSenderChecks } from "#app/mail-parts.server.ts";
import { checkSender } from "#app/messages/check-sender.server.ts";
import { isVerified } from "#app/messages/evaluate-sender-records.ts";
import { recordSenderTest } from "#app/messages/record-sender-test.server.ts";
import { removeSender, saveSender } from "#app/messages/sender-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import type { StaffSession } from "#app/shops/people/require-staff.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("save"),
    domain: z.string().max(300),
    localPart: z.string().max(100),
  }),
  z.object({ intent: z.literal("remove") }),
  z.object({ intent: z.literal("check") }),
  z.object({ intent: z.literal("test"), to: z.string().max(300) }),
]);

type Form = z.output<typeof formSchema>;
type Answer = FormAnswer & { readonly status: number };
type SaveDeps = Pick<Deps, "db" | "clock" | "env" | "rails">;

export async function saveSenderForm(
  deps: SaveDeps,
  session: StaffSession,
  fields: FormData,
): Promise<Answer> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (!form.success)
    return {
      status: 400,
      isSaved: false,
      message: "The form could not be read. Reload and try again.",
    };
  return save(deps, session, form.data);
}

const done = (words: string): Answer => ({
  status: 200,
  isSaved: true,
  message: null,
  done: words,
});

async function save(deps: SaveDeps, session: StaffSession, form: Form): Promise<Answer> {
  const { shopId } = session;
  const record = changeRecorder(deps, session, "messages.sender");
  switch (form.intent) {
    case "save": {
      const saved = await saveSender({ ...deps, record }, shopId, form);
      if (!saved.ok) {
        const { field, message } = saved.refusal;
        return { status: 422, isSaved: false, message, errors: { [field]: message } };
      }
      return done("Saved. Add the records, then check them.");
    }
    case "remove":
      await removeSender({ ...deps, record }, shopId);
      return done("Mail goes from our own domain again.");
    case "check":
      return check(deps, shopId);
    case "test":
      return test(deps, shopId, form.to);
  }
}

async function check(deps: SaveDeps, shopId: bigint): Promise<Answer> {
  const verdicts = await checkSender(createSenderChecks(deps), shopId);
  return done(
    verdicts && isVerified(verdicts)
      ? "All records found. Mail goes from your domain now."
      : "Not all records are there yet.",
  );
}

async function test(deps: SaveDeps, shopId: bigint, to: string): Promise<Answer> {
  const sent = await inShop(deps.db, shopId, (tx) =>
    recordSenderTest(createOutbox(deps), tx, shopId, { to: to.trim(), key: randomUUID() }),
  );
  if (sent.ok) return done("On its way. It should arrive within a minute.");
  const { message } = sent.refusal;
  return { status: 422, isSaved: false, message, errors: { to: message } };
}
