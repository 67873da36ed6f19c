/** What the eight suppliers of the demo store are, and what they have received and done, as plain data. */
import type { SupplierCode } from "#sandbox/seed/catalogue/catalogue-types.ts";
import type { PageForm } from "./page/read-forms.ts";

export type Temper =
  | "prompt"
  | "late"
  | "partial"
  | "silent"
  | "declines"
  | "ships_wrong"
  | "wrong_tracking"
  | "changes_cost";

export type DeskChannel = "mail" | "sftp" | "https";

export type DeskSupplier = {
  code: SupplierCode;
  /** Also the vendor of its products in the shop. */
  name: string;
  person: string;
  email: string;
  language: "en" | "zh-Hans" | "es";
  temper: Temper;
  currency: string;
  timeZone: string;
  /** Whose goods it also keeps, at a higher cost: what makes a second source. */
  alsoSells: SupplierCode;
};

/** `open`: looks at the page and leaves it open. */
export type DeskAct = "open" | "accept" | "decline" | "ship";

/** One physical arrival of a purchase order. */
export type Arrival = {
  /** Instant on the sandbox clock. */
  at: string;
  channel: DeskChannel;
  /** Message-ID, file name or idempotency key. */
  id: string;
  revision: number;
  /** The sender itself says that it is sent again. */
  isMarkedCopy: boolean;
  /** The desk knew this idempotency key: the arrival is the same call again, and counts as none. */
  isKnown: boolean;
};

export type DeskLine = {
  /** As the sender names the line; empty where the paper has none. */
  lineId: string;
  sku: string;
  title: string;
  units: number;
  /** As written, `10.00`; null where the paper has none. */
  unitCost: string | null;
};

export type Deed = {
  at: string;
  what: string;
  /** False: the app refused it, or was not there. */
  ok: boolean;
};

export type Parcel = { carrier: string; number: string; at: string };

export type DeskOrder = {
  supplier: SupplierCode;
  number: string;
  revision: number;
  lines: DeskLine[];
  /** The page to answer on; null where the paper has none. */
  link: string | null;
  /** ISO 3166 alpha-2 of where it goes; null: not told. */
  country: string | null;
  /** The answer form as it was when somebody opened the page and left it so. */
  heldForm?: PageForm | null;
  arrivals: Arrival[];
  state: "received" | "accepted" | "declined" | "shipped" | "cancelled";
  deeds: Deed[];
  parcels: Parcel[];
  receivedAt: string;
};

/** Something a supplier is going to do, on the sandbox clock. */
export type DeskTask = {
  id: number;
  supplier: SupplierCode;
  number: string;
  act: DeskAct;
  dueAtMs: number;
  attempts: number;
  /** Real time before which it is not tried again; 0 at first. */
  retryAtMs: number;
};

/** A file in a supplier's SFTP folder. */
export type DeskFile = { path: string; base64: string; at: string };

export type DeskState = {
  nextTaskId: number;
  /** Highest mail of the mailbox that the desk has read. */
  lastMailId: number;
  orders: DeskOrder[];
  tasks: DeskTask[];
  files: Partial<Record<SupplierCode, DeskFile[]>>;
  /** Answers already given, by supplier and idempotency key. */
  answers: Record<string, { status: number; body: string }>;
  /** Purchase orders that somebody deals with by hand: the supplier does nothing by itself. */
  byHand: string[];
  /** Signing secrets that replace the printed ones. */
  secrets: Partial<Record<SupplierCode, string>>;
  /** The SFTP server's private key, so that its fingerprint survives a restart. */
  hostKey: string | null;
};
