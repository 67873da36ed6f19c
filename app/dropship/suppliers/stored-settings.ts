/** Shapes of a supplier's JSON columns: written by our forms alone, read strictly. Pure. */
import { z } from "zod";

const percent = z.number().int().min(0).max(100).nullable();

export const channelSettingsSchema = z.discriminatedUnion("channel", [
  z.object({ channel: z.literal("email"), attachment: z.enum(["csv", "xlsx"]).default("csv") }),
  z.object({
    channel: z.literal("sftp"),
    host: z.string(),
    port: z.number().int(),
    username: z.string(),
    directory: z.string(),
    hostKey: z.string().nullable(),
  }),
  z.object({ channel: z.literal("https"), url: z.string() }),
  z.object({ channel: z.literal("link") }),
]);

export const returnTermsSchema = z.object({
  windowDays: z.number().int().min(0).max(3_650).nullable().default(null),
  address: z.string().nullable().default(null),
  paidBy: z.enum(["supplier", "shop", "shopper"]).default("shop"),
  credits: z
    .object({
      damaged: percent.default(null),
      wrong: percent.default(null),
      missing: percent.default(null),
      late: percent.default(null),
      unwanted: percent.default(null),
    })
    .default({ damaged: null, wrong: null, missing: null, late: null, unwanted: null }),
});

export const documentsSchema = z.array(z.object({ title: z.string(), reference: z.string() }));
