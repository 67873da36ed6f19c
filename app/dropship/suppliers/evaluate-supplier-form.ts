/** Whether a supplier's form can be saved: the values it means, or a sentence beside every field that cannot be read. Pure. */
import { isCalendarDate, moveDate } from "#app/platform/business-days.ts";
import { parseMoney } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { isTimeZone } from "#app/platform/time.ts";
import { evaluateChannel, evaluateSchedule } from "./evaluate-channel-form.ts";
import { createNotes, parseClock, parseCount, type Notes } from "./form-notes.ts";
import type {
  Supplier,
  SupplierContact,
  SupplierServiceRow,
  SupplierTariff,
  ReturnTerms,
} from "./supplier.ts";
import type { CREDIT_REASONS } from "./supplier-form.ts";
import { type SupplierForm } from "./supplier-form.ts";

export type SupplierFields = Omit<
  Supplier,
  "supplierId" | "createdAt" | "updatedAt" | "hasChannelSecret" | "state"
> & {
  readonly isPaused: boolean;
  /** null = the one on file stays */
  readonly secret: string | null;
  readonly vendors: readonly string[];
  readonly contacts: readonly (Omit<SupplierContact, "contactId" | "supplierId"> & {
    /** null = a new one */
    readonly contactId: bigint | null;
  })[];
};

/** Field path (`name`, `tariffs.0.region`) → what to do about it. */
export type FieldErrors = Readonly<Record<string, string>>;

// Ten years of public holidays.
const MOST_HOLIDAYS = 500;
const REGION = /^(\*|[A-Z]{2}(-[A-Z0-9]{1,5})?)$/;
// Not a proof that it exists: enough to catch a name or a web address in the wrong field.
const EMAIL = /^[^\s@<>",;:()[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

export function evaluateSupplierForm(form: SupplierForm): Result<SupplierFields, FieldErrors> {
  const notes = createNotes();
  const currency = form.currency.trim().toUpperCase();
  if (!isCurrency(currency)) notes.add("currency", "Choose a currency from the list.");
  if (!isTimeZone(form.timeZone)) notes.add("timeZone", "Choose a time zone from the list.");
  if (form.workingDays.length === 0) notes.add("workingDays", "Choose at least one working day.");
  const count = (field: keyof SupplierForm & string, least: number, most: number) =>
    parseCount(notes, field, String(form[field]), { least, most });
  const amount = (path: string, text: string) => parseAmount(notes, path, text, currency);
  const fields: SupplierFields = {
    name: evaluateName(notes, form.name),
    priority: count("priority", 1, 999),
    currency,
    timeZone: form.timeZone,
    workingDays: [...new Set(form.workingDays)].sort((one, other) => one - other),
    holidays: evaluateHolidays(notes, form.holidays),
    cutOffMinute: evaluateCutOff(notes, form.cutOff),
    handlingDays: count("handlingDays", 0, 365),
    minimumOrderMinor: amount("minimumOrder", form.minimumOrder),
    dropFeeMinor: amount("dropFee", form.dropFee),
    acknowledgeHours: count("acknowledgeHours", 1, 720),
    shipDays: count("shipDays", 0, 365),
    trackingHours: count("trackingHours", 1, 720),
    onBreach: form.onBreach,
    needsApproval: form.needsApproval,
    trialDailyOrders: form.isTrial ? count("trialDailyOrders", 1, 10_000) : null,
    isPaused: form.isPaused,
    channelSettings: evaluateChannel(notes, form),
    secret: form.secret.trim() === "" ? null : form.secret.trim(),
    sendSchedule: evaluateSchedule(notes, form),
    returnTerms: evaluateReturns(notes, form),
    documents: evaluateDocuments(notes, form),
    packingNote: orNull(form.packingNote),
    locationGid: orNull(form.locationGid),
    locationName: orNull(form.locationName),
    stocksLocation: form.stocksLocation && form.locationGid.trim() !== "",
    tariffs: evaluateTariffs(notes, form, amount),
    services: evaluateServices(notes, form),
    vendors: [...new Set(form.vendors.map((vendor) => vendor.trim()).filter(Boolean))],
    contacts: evaluateContacts(notes, form),
  };
  return notes.isEmpty() ? accept(fields) : refuse(notes.all());
}

export const isCurrency = (code: string): boolean =>
  Intl.supportedValuesOf("currency").includes(code);

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

function evaluateName(notes: Notes, typed: string): string {
  const name = typed.trim();
  if (name === "") notes.add("name", "Give the supplier a name.");
  if (name.length > 120) notes.add("name", "Keep the name below 121 characters.");
  return name;
}

/** A comma is a decimal comma: "1,234" is refused by currencies of two places, never read as a thousand. */
function parseAmount(notes: Notes, path: string, typed: string, currency: string): bigint {
  const text = typed.trim();
  const parsed = parseMoney(text.includes(".") ? text : text.replace(",", "."), currency);
  if (parsed.ok && parsed.value.amountMinor >= 0n) return parsed.value.amountMinor;
  notes.add(
    path,
    text === "" ? "Enter an amount; 0 if it costs nothing." : "Enter an amount such as 4.50.",
  );
  return 0n;
}

function evaluateCutOff(notes: Notes, typed: string): number {
  const minute = parseClock(typed);
  if (minute === null) notes.add("cutOff", "Enter a time such as 16:00.");
  return minute ?? 0;
}

function evaluateHolidays(notes: Notes, typed: string): string[] {
  const days = new Set<string>();
  for (const part of typed.split(/[\n,;]/)) {
    const [from, until = from] = part.trim().split(/\s+(?:to|until|–|-)\s+/);
    if (!from) continue;
    if (!until || !isCalendarDate(from) || !isCalendarDate(until) || until < from) {
      notes.add("holidays", `“${part.trim()}” is not a date such as 2026-10-01.`);
      return [];
    }
    for (let day = from; day <= until && days.size <= MOST_HOLIDAYS; day = moveDate(day, 1))
      days.add(day);
  }
  if (days.size > MOST_HOLIDAYS) notes.add("holidays", `Keep at most ${MOST_HOLIDAYS} days off.`);
  return [...days].sort();
}

function evaluateTariffs(
  notes: Notes,
  { tariffs }: SupplierForm,
  amount: (path: string, text: string) => bigint,
): SupplierTariff[] {
  if (tariffs.length === 0)
    notes.add("tariffs", "Add at least one region. Without one this supplier serves nowhere.");
  const seen = new Set<string>();
  return tariffs.map(({ region: typed, parcel, kilogram }, index) => {
    const region = typed.trim().toUpperCase();
    if (!REGION.test(region))
      notes.add(`tariffs.${index}.region`, "Enter * for everywhere, US, or US-CA.");
    else if (seen.has(region)) notes.add(`tariffs.${index}.region`, `${region} is there already.`);
    seen.add(region);
    return {
      region,
      parcelMinor: amount(`tariffs.${index}.parcel`, parcel),
      kilogramMinor: kilogram.trim() === "" ? 0n : amount(`tariffs.${index}.kilogram`, kilogram),
    };
  });
}

function evaluateServices(notes: Notes, { services }: SupplierForm): SupplierServiceRow[] {
  const seen = new Set<string>();
  return services.map((row, index) => {
    const rate = row.rate.trim().toLowerCase();
    const service = row.service.trim();
    if (rate === "")
      notes.add(`services.${index}.rate`, "Enter the name of a shipping rate, or * for any.");
    else if (seen.has(rate)) notes.add(`services.${index}.rate`, "This rate is there already.");
    if (service === "" || service.length > 80)
      notes.add(`services.${index}.service`, "Name the supplier's service in 80 characters.");
    seen.add(rate);
    return { rate, service };
  });
}

function evaluateContacts(notes: Notes, form: SupplierForm): SupplierFields["contacts"] {
  const filled = form.contacts
    .map((contact, index) => ({ ...contact, index }))
    .filter(
      ({ contactId, name, email, phone }) => contactId !== null || name + email + phone !== "",
    );
  const contacts = filled.map(({ index, ...contact }) => {
    const email = contact.email.trim().toLowerCase();
    if (contact.name.trim() === "") notes.add(`contacts.${index}.name`, "Enter a name.");
    if (email !== "" && !EMAIL.test(email))
      notes.add(`contacts.${index}.email`, "Enter an address such as orders@example.com.");
    return {
      ...contact,
      contactId: contact.contactId === null ? null : BigInt(contact.contactId),
      name: contact.name.trim(),
      email: email === "" ? null : email,
      phone: orNull(contact.phone),
    };
  });
  const isReached = contacts.some(({ getsOrders, email }) => getsOrders && email !== null);
  if (form.channel === "email" && !isReached)
    notes.add("contacts", "Orders go by e-mail: one contact who gets orders needs an address.");
  return contacts;
}

function evaluateReturns(notes: Notes, form: SupplierForm): ReturnTerms {
  const optional = (path: string, text: string, most: number) =>
    text.trim() === "" ? null : parseCount(notes, path, text, { least: 0, most });
  const credit = (reason: (typeof CREDIT_REASONS)[number]) =>
    optional(`credits.${reason}`, form.credits[reason], 100);
  return {
    windowDays: optional("returnWindowDays", form.returnWindowDays, 3_650),
    address: orNull(form.returnAddress),
    paidBy: form.returnPaidBy,
    credits: {
      damaged: credit("damaged"),
      wrong: credit("wrong"),
      missing: credit("missing"),
      late: credit("late"),
      unwanted: credit("unwanted"),
    },
  };
}

function evaluateDocuments(notes: Notes, { documents }: SupplierForm): Supplier["documents"] {
  return documents.map(({ title, reference }, index) => {
    if (title.trim() === "") notes.add(`documents.${index}.title`, "Say what it is.");
    if (reference.trim() === "")
      notes.add(`documents.${index}.reference`, "Enter its number or where it lies.");
    return { title: title.trim(), reference: reference.trim() };
  });
}
