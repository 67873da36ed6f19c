/** A supplier as the rest of the product knows it. Money is minor units of the supplier's own currency. Pure. */
import type { CalendarDate } from "#app/platform/business-days.ts";
import type { SendSchedule } from "./send-schedule.ts";

export type SupplierState = "active" | "paused" | "archived";
export type SupplierLanguage = "en" | "zh-Hans" | "es";
export type Channel = "email" | "sftp" | "https" | "link";

/** `*` = everywhere else; `US` or `US-CA`. The narrowest that fits counts. */
export type SupplierTariff = {
  readonly region: string;
  readonly parcelMinor: bigint;
  /** added per kilogram; 0n = weight does not matter */
  readonly kilogramMinor: bigint;
};

/** How purchase orders leave. Secrets are not in here: `openChannelSecret`. */
export type ChannelSettings =
  | {
      readonly channel: "email";
      /** the table beside the PDF */
      readonly attachment: "csv" | "xlsx";
    }
  | {
      readonly channel: "sftp";
      readonly host: string;
      readonly port: number;
      readonly username: string;
      /** where files are put, `/` at the least */
      readonly directory: string;
      /** `SHA256:…` of the server's key; null = the first key seen is kept and asked for from then on */
      readonly hostKey: string | null;
    }
  | { readonly channel: "https"; readonly url: string }
  | { readonly channel: "link" };

/** What the supplier credits of the goods' cost, 0–100 per cent; null = not agreed. */
export type ReturnCredits = {
  readonly damaged: number | null;
  readonly wrong: number | null;
  readonly missing: number | null;
  readonly late: number | null;
  readonly unwanted: number | null;
};

export type ReturnTerms = {
  /** days from delivery; null = no returns agreed */
  readonly windowDays: number | null;
  /** free text, several lines; null = to nobody */
  readonly address: string | null;
  readonly paidBy: "supplier" | "shop" | "shopper";
  readonly credits: ReturnCredits;
};

/** A contract, a price list: where it lies or what it is called. */
export type SupplierDocument = { readonly title: string; readonly reference: string };

/** Which service of the supplier a shipping rate means. `rate`: the rate's title in lower case; `*` = any other. */
export type SupplierServiceRow = { readonly rate: string; readonly service: string };

export type Supplier = {
  readonly supplierId: bigint;
  readonly name: string;
  readonly state: SupplierState;
  /** 1 is asked first */
  readonly priority: number;
  readonly currency: string;
  readonly timeZone: string;
  /** ISO weekdays, 1 = Monday … 7 = Sunday; at least one */
  readonly workingDays: readonly number[];
  readonly holidays: readonly CalendarDate[];
  /** minutes after midnight in the supplier's zone; an order after it counts from the next working day */
  readonly cutOffMinute: number;
  /** working days from order to parcel, as the supplier states it */
  readonly handlingDays: number;
  readonly minimumOrderMinor: bigint;
  readonly dropFeeMinor: bigint;
  readonly acknowledgeHours: number;
  readonly shipDays: number;
  readonly trackingHours: number;
  readonly onBreach: "person" | "fail_over";
  readonly needsApproval: boolean;
  /** orders a day until 30 shipments are known; null = no trial */
  readonly trialDailyOrders: number | null;
  readonly channelSettings: ChannelSettings;
  /** whether a secret is on file; what it is, is never shown */
  readonly hasChannelSecret: boolean;
  readonly sendSchedule: SendSchedule;
  readonly returnTerms: ReturnTerms;
  readonly documents: readonly SupplierDocument[];
  readonly packingNote: string | null;
  readonly locationGid: string | null;
  readonly locationName: string | null;
  /** products that are to be shipped from there may be stocked there first, with zero units */
  readonly stocksLocation: boolean;
  readonly tariffs: readonly SupplierTariff[];
  readonly services: readonly SupplierServiceRow[];
  readonly createdAt: Date;
  /** also the version for two people who edit at once */
  readonly updatedAt: Date;
};

export type SupplierContact = {
  readonly contactId: bigint;
  readonly supplierId: bigint;
  readonly name: string;
  /** lower case */
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: SupplierLanguage;
  readonly getsOrders: boolean;
  readonly getsReturns: boolean;
};

export const NO_RETURN_TERMS: ReturnTerms = {
  windowDays: null,
  address: null,
  paidBy: "shop",
  credits: { damaged: null, wrong: null, missing: null, late: null, unwanted: null },
};

/** The supplier's service for a shipping rate; null = nobody has said which. Compares titles without case. */
export function findService(
  services: readonly SupplierServiceRow[],
  rateTitle: string | null,
): string | null {
  const rate = rateTitle?.trim().toLowerCase();
  const named = services.find((row) => row.rate === rate);
  return (named ?? services.find((row) => row.rate === "*"))?.service ?? null;
}
