/** The forms of a supplier's feed: a file on its way, what its columns mean, apply, put away, and where it is fetched from. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import {
  dropRun,
  saveMapping,
  startApply,
} from "#app/dropship/suppliers/feeds/feed-desk.server.ts";
import { feedMappingSchema } from "#app/dropship/suppliers/feeds/feed-mapping.ts";
import { feedPullSchema } from "#app/dropship/suppliers/feeds/feed-pull.ts";
import { FEED_PROBLEMS, type FeedProblemCode } from "#app/dropship/suppliers/feeds/feed-run.ts";
import {
  announceFile,
  finishFile,
  RECEIVE_WORDS,
  type ReceiveRefusal,
} from "#app/dropship/suppliers/feeds/receive-feed.server.ts";
import { savePull } from "#app/dropship/suppliers/feeds/save-pull.server.ts";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import type { FormAnswer } from "#app/ui/use-json-form.ts";

const id = z.string().regex(/^\d{1,18}$/);
const text = z.string().max(4_000);

const formSchema = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("start"),
    fileName: z.string().max(1_000),
    bytes: z.number().int().nonnegative(),
  }),
  z.object({ intent: z.literal("finish"), runId: id }),
  z.object({
    intent: z.literal("mapping"),
    mapping: feedMappingSchema,
    vanished: z.enum(["keep", "no_stock", "inactive"]),
  }),
  z.object({ intent: z.literal("apply"), runId: id }),
  z.object({ intent: z.literal("drop") }),
  z.object({
    intent: z.literal("pull"),
    kind: z.enum(["none", "https", "sftp"]),
    url: text,
    username: text,
    secret: text,
    host: text,
    port: text,
    path: text,
    hostKey: text,
    everyMinutes: z.coerce.number().int().min(15).max(10_080),
    isAutomatic: z.boolean(),
  }),
]);

type Form = z.output<typeof formSchema>;
type By = { readonly shopId: bigint; readonly supplierId: bigint; readonly staffId: string };
type Answer = FormAnswer & { readonly status: number; readonly runId?: string };
type SaveDeps = Pick<Deps, "db" | "clock" | "env">;

export async function saveFeedForm(deps: SaveDeps, by: By, fields: FormData): Promise<Answer> {
  const form = formSchema.safeParse(readJsonForm(fields));
  if (form.success) return save(deps, by, form.data);
  return refused(400, "form_unreadable", "The form could not be read. Reload and try again.");
}

async function save(deps: SaveDeps, by: By, form: Form): Promise<Answer> {
  switch (form.intent) {
    case "start": {
      const { fileName, bytes } = form;
      const file = { ...by, source: "upload" as const, fileName, bytes, createdBy: by.staffId };
      const announced = await announceFile(deps, file);
      if (!announced.ok) return refusedFile(announced.refusal);
      return { ...done("The file is coming"), runId: announced.value.runId.toString() };
    }
    case "finish": {
      const finished = await finishFile(deps, { ...by, runId: BigInt(form.runId) });
      return finished.ok ? done("The file is being read") : refusedFile(finished.refusal);
    }
    case "mapping":
      return told(await saveMapping(deps, by, form), "Saved");
    case "apply":
      return told(await startApply(deps, { ...by, runId: BigInt(form.runId) }), "Being applied");
    case "drop":
      await dropRun(deps, by);
      return done("Put away");
    case "pull":
      return savePullForm(deps, by, form);
  }
}

async function savePullForm(
  deps: SaveDeps,
  by: By,
  form: Extract<Form, { intent: "pull" }>,
): Promise<Answer> {
  const { kind, secret, everyMinutes, isAutomatic } = form;
  const orNull = (typed: string) => typed.trim() || null;
  const pull = feedPullSchema.safeParse(
    kind === "https"
      ? { kind, url: form.url.trim(), username: orNull(form.username) }
      : {
          kind,
          host: form.host.trim().toLowerCase(),
          port: Number(form.port),
          username: form.username.trim(),
          path: form.path.trim(),
          hostKey: orNull(form.hostKey),
        },
  );
  if (kind !== "none" && !pull.success)
    return refused(422, "pull_incomplete", "Enter the server, the user and the path of the file.");
  const asked = { pull: kind === "none" ? null : (pull.data ?? null), secret: orNull(secret) };
  const saved = await savePull(deps, by, { ...asked, everyMinutes, isAutomatic });
  if (!saved.ok) return refused(422, saved.refusal.code, saved.refusal.sentence);
  return done(
    kind === "none" ? "Nothing is fetched any more" : "Saved. It is fetched within minutes.",
  );
}

const done = (words: string): Answer => ({
  status: 200,
  isSaved: true,
  message: null,
  done: words,
});

const refused = (status: number, code: string, message: string): Answer => ({
  status,
  isSaved: false,
  code,
  message,
});

function refusedFile({ code }: ReceiveRefusal): Answer {
  const { status, sentence } = RECEIVE_WORDS[code];
  return refused(status, code, sentence);
}

function told(
  answer:
    | { readonly ok: true }
    | { readonly ok: false; readonly refusal: { readonly code: FeedProblemCode } },
  words: string,
): Answer {
  if (answer.ok) return done(words);
  const { status, sentence } = FEED_PROBLEMS[answer.refusal.code];
  return refused(status, answer.refusal.code, sentence);
}
