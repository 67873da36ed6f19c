/**
 * Until when a supplier has to answer, ship and give a tracking number, in the supplier's own calendar. Pure. A
 * purchase order gets the first when it is sent, the others when it is accepted.
 */
import { moveDate, type CalendarDate } from "#app/platform/business-days.ts";
import { startOfDate } from "#app/platform/time.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import {
  addWorkingDays,
  addWorkingHours,
  calendarOf,
} from "#app/dropship/suppliers/work-calendar.ts";

export type SupplierTerms = Pick<
  Supplier,
  | "workingDays"
  | "holidays"
  | "timeZone"
  | "cutOffMinute"
  | "acknowledgeHours"
  | "shipDays"
  | "trackingHours"
>;

/** By when the purchase order that was sent at `sentAt` has to be answered. */
export const acknowledgeBy = (sentAt: Date, terms: SupplierTerms): Date =>
  addWorkingHours(sentAt, terms.acknowledgeHours, calendarOf(terms));

/**
 * By when a carrier has to have it: the end of the day the supplier promised, else the supplier's working days counted
 * from the sending (not from the answer: who answers late does not gain time).
 */
export function shipBy(
  { sentAt, promisedOn }: { readonly sentAt: Date; readonly promisedOn: CalendarDate | null },
  terms: SupplierTerms,
): Date {
  return promisedOn === null
    ? addWorkingDays(sentAt, terms.shipDays, calendarOf(terms))
    : startOfDate(moveDate(promisedOn, 1), terms.timeZone);
}

/** By when every unit has to have a tracking number. */
export const trackingBy = (dueToShip: Date, terms: SupplierTerms): Date =>
  addWorkingHours(dueToShip, terms.trackingHours, calendarOf(terms));

/** The second term after a nudge: as long as the first one was. */
export const secondTerm = (nudgedAt: Date, hours: number, terms: SupplierTerms): Date =>
  addWorkingHours(nudgedAt, hours, calendarOf(terms));

/** All three at once. */
export function dueTimes(
  sent: { readonly sentAt: Date; readonly promisedOn: CalendarDate | null },
  terms: SupplierTerms,
): { readonly acknowledgeBy: Date; readonly shipBy: Date; readonly trackingBy: Date } {
  const ship = shipBy(sent, terms);
  return {
    acknowledgeBy: acknowledgeBy(sent.sentAt, terms),
    shipBy: ship,
    trackingBy: trackingBy(ship, terms),
  };
}
