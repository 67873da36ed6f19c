/** When purchase orders leave for a supplier: at once, or gathered at times of working days. Pure. */
import { z } from "zod";

const minute = z.number().int().min(0).max(1_439);

export const sendScheduleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("at_once") }),
  z.object({
    kind: z.literal("at_times"),
    /** minutes after midnight in the supplier's zone */
    minutes: z.array(minute).min(1).max(24),
    /** ISO weekdays; days the supplier does not work are left out all the same */
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  }),
  z.object({
    kind: z.literal("before_cut_off"),
    /** once a working day, so long before the cut-off; not before midnight */
    leadMinutes: z.number().int().min(0).max(720),
  }),
]);

export type SendSchedule = Readonly<z.output<typeof sendScheduleSchema>>;

export const AT_ONCE: SendSchedule = { kind: "at_once" };
