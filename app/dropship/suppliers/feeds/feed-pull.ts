/** Where a supplier's file is fetched from. Secrets are not in here. Pure. */
import { z } from "zod";

export const feedPullSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("https"),
    url: z.string().max(2_048),
    /** of Basic sign-in; null = none, or the secret goes as a bearer token */
    username: z.string().max(200).nullable(),
  }),
  z.object({
    kind: z.literal("sftp"),
    host: z.string().regex(/^(?=.{1,253}$)[a-z0-9][a-z0-9.:-]*$/),
    port: z.number().int().min(1).max(65_535),
    username: z.string().min(1).max(200),
    path: z.string().min(1).max(1_000),
    /** `SHA256:…`; null = the first one seen is kept */
    hostKey: z.string().max(100).nullable(),
  }),
]);

export type FeedPull = z.output<typeof feedPullSchema>;

/** The file's name as a person recognises it. */
export function nameOfPull(pull: FeedPull): string {
  const path = pull.kind === "sftp" ? pull.path : new URL(pull.url).pathname;
  return path.split("/").filter(Boolean).at(-1) ?? "feed";
}
