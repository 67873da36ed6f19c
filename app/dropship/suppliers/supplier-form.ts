/** The form of a supplier as typed: texts, so that a refusal keeps every word. Pure. */
import { z } from "zod";
import { moneyToDecimal } from "#app/platform/money.ts";
import { AT_ONCE, type SendSchedule } from "./send-schedule.ts";
import { NO_RETURN_TERMS, type Supplier, type SupplierContact } from "./supplier.ts";

// Longer than any honest answer; what is longer is cut off before it costs anything.
const text = z.string().max(4_000);
const list = <Row extends z.ZodType>(row: Row) => z.array(row).max(500);

export const CREDIT_REASONS = ["damaged", "wrong", "missing", "late", "unwanted"] as const;

export const supplierFormSchema = z.object({
  name: text,
  priority: text,
  currency: text,
  timeZone: text,
  workingDays: z.array(z.number().int().min(1).max(7)).max(7),
  /** dates or `from to until`, one a line or with commas */
  holidays: z.string().max(20_000),
  /** HH:MM */
  cutOff: text,
  handlingDays: text,
  minimumOrder: text,
  dropFee: text,
  acknowledgeHours: text,
  shipDays: text,
  trackingHours: text,
  onBreach: z.enum(["person", "fail_over"]),
  needsApproval: z.boolean(),
  isTrial: z.boolean(),
  trialDailyOrders: text,
  isPaused: z.boolean(),
  channel: z.enum(["email", "sftp", "https", "link"]),
  attachment: z.enum(["csv", "xlsx"]),
  sftpHost: text,
  sftpPort: text,
  sftpUsername: text,
  sftpDirectory: text,
  sftpHostKey: text,
  httpsUrl: text,
  /** empty = the one on file stays */
  secret: text,
  schedule: z.enum(["at_once", "at_times", "before_cut_off"]),
  /** HH:MM, with commas */
  scheduleTimes: text,
  scheduleDays: z.array(z.number().int().min(1).max(7)).max(7),
  leadMinutes: text,
  returnWindowDays: text,
  returnAddress: text,
  returnPaidBy: z.enum(["supplier", "shop", "shopper"]),
  credits: z.object({
    damaged: text,
    wrong: text,
    missing: text,
    late: text,
    unwanted: text,
  }),
  documents: list(z.object({ title: text, reference: text })),
  packingNote: text,
  locationGid: text,
  locationName: text,
  stocksLocation: z.boolean(),
  tariffs: list(z.object({ region: text, parcel: text, kilogram: text })),
  services: list(z.object({ rate: text, service: text })),
  vendors: list(text),
  contacts: list(
    z.object({
      /** digits; null = a new one */
      contactId: z
        .string()
        .regex(/^\d{1,19}$/)
        .nullable(),
      name: text,
      email: text,
      phone: text,
      language: z.enum(["en", "zh-Hans", "es"]),
      getsOrders: z.boolean(),
      getsReturns: z.boolean(),
    }),
  ),
});

export type SupplierForm = z.output<typeof supplierFormSchema>;

/** What a new supplier begins with. Costs are empty: nobody but the merchant knows them. */
export function emptySupplierForm(shop: { currency: string; timeZone: string }): SupplierForm {
  return {
    name: "",
    priority: "1",
    currency: shop.currency,
    timeZone: shop.timeZone,
    workingDays: [1, 2, 3, 4, 5],
    holidays: "",
    cutOff: "12:00",
    handlingDays: "2",
    minimumOrder: "0",
    dropFee: "0",
    acknowledgeHours: "24",
    shipDays: "3",
    trackingHours: "24",
    onBreach: "person",
    needsApproval: false,
    isTrial: false,
    trialDailyOrders: "5",
    isPaused: false,
    ...formOfChannel({ channel: "email", attachment: "csv" }),
    secret: "",
    ...formOfSchedule(AT_ONCE),
    ...formOfReturns(NO_RETURN_TERMS),
    documents: [],
    packingNote: "",
    locationGid: "",
    locationName: "",
    stocksLocation: false,
    ...emptyRows(),
    vendors: [],
  };
}

/** The rows a first form offers: everywhere at a cost still to be said, one service, one contact. */
const emptyRows = (): Pick<SupplierForm, "tariffs" | "services" | "contacts"> => ({
  tariffs: [{ region: "*", parcel: "", kilogram: "0" }],
  services: [{ rate: "*", service: "standard" }],
  contacts: [
    {
      contactId: null,
      name: "",
      email: "",
      phone: "",
      language: "en",
      getsOrders: true,
      getsReturns: true,
    },
  ],
});

/** A stored supplier as its form shows it. */
export function formOfSupplier(
  supplier: Supplier,
  contacts: readonly SupplierContact[],
  vendors: readonly string[],
): SupplierForm {
  const amount = (amountMinor: bigint) =>
    moneyToDecimal({ amountMinor, currency: supplier.currency });
  // A saved form has a region: without one the supplier was only ticked, and its first form is still to be filled.
  const first = supplier.tariffs.length === 0 ? emptyRows() : null;
  return {
    name: supplier.name,
    priority: String(supplier.priority),
    currency: supplier.currency,
    timeZone: supplier.timeZone,
    workingDays: [...supplier.workingDays],
    holidays: supplier.holidays.join("\n"),
    cutOff: formatMinute(supplier.cutOffMinute),
    handlingDays: String(supplier.handlingDays),
    minimumOrder: amount(supplier.minimumOrderMinor),
    dropFee: amount(supplier.dropFeeMinor),
    acknowledgeHours: String(supplier.acknowledgeHours),
    shipDays: String(supplier.shipDays),
    trackingHours: String(supplier.trackingHours),
    onBreach: supplier.onBreach,
    needsApproval: supplier.needsApproval,
    isTrial: supplier.trialDailyOrders !== null,
    trialDailyOrders: String(supplier.trialDailyOrders ?? 5),
    isPaused: supplier.state === "paused",
    ...formOfChannel(supplier.channelSettings),
    secret: "",
    ...formOfSchedule(supplier.sendSchedule),
    ...formOfReturns(supplier.returnTerms),
    documents: [...supplier.documents],
    packingNote: supplier.packingNote ?? "",
    locationGid: supplier.locationGid ?? "",
    locationName: supplier.locationName ?? "",
    stocksLocation: supplier.stocksLocation,
    tariffs:
      first?.tariffs ??
      supplier.tariffs.map(({ region, parcelMinor, kilogramMinor }) => ({
        region,
        parcel: amount(parcelMinor),
        kilogram: amount(kilogramMinor),
      })),
    services:
      first && supplier.services.length === 0
        ? first.services
        : supplier.services.map((row) => ({ ...row })),
    vendors: [...vendors],
    contacts:
      first && contacts.length === 0
        ? first.contacts
        : contacts.map(({ contactId, email, phone, name, language, ...gets }) => ({
            contactId: contactId.toString(),
            name,
            email: email ?? "",
            phone: phone ?? "",
            language,
            getsOrders: gets.getsOrders,
            getsReturns: gets.getsReturns,
          })),
  };
}

export const formatMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function formOfChannel(settings: Supplier["channelSettings"]) {
  const sftp = settings.channel === "sftp" ? settings : null;
  return {
    channel: settings.channel,
    attachment: settings.channel === "email" ? settings.attachment : ("csv" as const),
    sftpHost: sftp?.host ?? "",
    sftpPort: String(sftp?.port ?? 22),
    sftpUsername: sftp?.username ?? "",
    sftpDirectory: sftp?.directory ?? "/",
    sftpHostKey: sftp?.hostKey ?? "",
    httpsUrl: settings.channel === "https" ? settings.url : "",
  };
}

function formOfSchedule(schedule: SendSchedule) {
  const times = schedule.kind === "at_times" ? schedule : null;
  return {
    schedule: schedule.kind,
    scheduleTimes: (times?.minutes ?? [540]).map(formatMinute).join(", "),
    scheduleDays: [...(times?.weekdays ?? [1, 2, 3, 4, 5])],
    leadMinutes: String(schedule.kind === "before_cut_off" ? schedule.leadMinutes : 30),
  };
}

function formOfReturns({ windowDays, address, paidBy, credits }: Supplier["returnTerms"]) {
  const typed = (value: number | null) => (value === null ? "" : String(value));
  return {
    returnWindowDays: typed(windowDays),
    returnAddress: address ?? "",
    returnPaidBy: paidBy,
    credits: {
      damaged: typed(credits.damaged),
      wrong: typed(credits.wrong),
      missing: typed(credits.missing),
      late: typed(credits.late),
      unwanted: typed(credits.unwanted),
    },
  };
}
