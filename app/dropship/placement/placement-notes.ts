/** What people read about where Shopify shows a purchase order's units: one sentence each. Stored as codes. Pure. */
import { z } from "zod";
import type { StayCode } from "./placement-question.ts";

const STAY_CODES = [
  "held",
  "scheduled",
  "in_progress",
  "with_service",
  "picked_up",
  "not_offered",
  "not_stocked",
  "stocking_not_granted",
  "refused",
  "may_not_act",
  "too_many_lines",
] as const satisfies readonly StayCode[];

export const noteSchema = z.object({
  purchaseOrderId: z.string(),
  code: z.enum(["moved", "returned", "there", ...STAY_CODES]),
  /** where the units are now, or where they would have gone */
  locationGid: z.string(),
  locationName: z.string(),
  /** to where they came from, not to the supplier's location */
  isReturn: z.boolean(),
  /** 0 where the note is about all of them */
  units: z.number().int().min(0),
  lineGid: z.string().nullable(),
  message: z.string().nullable(),
});

export type PlacementNote = z.output<typeof noteSchema>;

/** `title`: of the line that the note names, if it names one. */
export function describeNote(note: PlacementNote, title: string | null): string {
  const { code, locationName: place, units, isReturn } = note;
  const count = units === 1 ? "1 unit" : `${units} units`;
  if (code === "moved") return `Shopify shows ${count} at ${place}: they were moved there.`;
  if (code === "returned")
    return `Shopify shows ${count} at ${place} again: this supplier does not ship them any more.`;
  if (code === "there") return `Shopify shows its units at ${place} already.`;
  const why = STAY_WORDS[code](place, title === null ? "a product" : `“${title}”`);
  const said = note.message === null ? "" : ` Shopify or your team says: ${note.message}`;
  const where = isReturn
    ? `Its units do not go back to ${place} in Shopify`
    : `Not moved to ${place} in Shopify`;
  return `${where}: ${why}${said}`;
}

const STAY_WORDS: Readonly<Record<StayCode, (place: string, product: string) => string>> = {
  held: (_place, product) =>
    `a hold keeps ${product}. They move by themselves once it is released.`,
  scheduled: (_place, product) =>
    `${product} is scheduled for later. They move by themselves when it is open.`,
  in_progress: (_place, product) =>
    `${product} is being prepared, or a part of it has been shipped from where it is.`,
  with_service: (_place, product) => `a fulfillment service was asked to ship ${product}.`,
  picked_up: (_place, product) => `the shopper picks up ${product}, or has it delivered locally.`,
  not_offered: (place) => `Shopify does not offer ${place} for them.`,
  not_stocked: (place, product) =>
    `${product} is not stocked at ${place}. Stock it there in Shopify, or let Aftercare do so on the supplier's page.`,
  stocking_not_granted: (place, product) =>
    `${product} is not stocked at ${place}, and Shopify has not allowed Aftercare to stock it. Ask for it on the supplier's page.`,
  refused: () => "it was refused.",
  may_not_act: () => "Supplier routing may not act on this order.",
  too_many_lines: () => "it has more lines than are read at once. Move them in Shopify.",
};
