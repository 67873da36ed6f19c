/** The words the embedded page and the admin frame exchange by postMessage. Both bundles import this file. */

export const FROM_APP = "sandbox-app";
export const FROM_ADMIN = "sandbox-admin";

export type NavItem = { label: string; href: string; isHome: boolean };

export type BarAction = {
  index: number;
  label: string;
  isPrimary: boolean;
  isCritical: boolean;
  isDisabled: boolean;
  isLoading: boolean;
};

/** `navigate`: a menu item was chosen. `title-action`, `save-bar`: a button of the frame was pressed. */
export type AdminPush =
  | { kind: "navigate"; href: string }
  | { kind: "title-action"; index: number }
  | { kind: "save-bar"; action: "save" | "discard" }
  | { kind: "toast"; id: string; event: "action" | "dismiss" };

/** What the app's page tells or asks. Those with an answer are sent by `ask`, the others by `tell`. */
export type AppMessage =
  | { kind: "history"; path: string }
  | { kind: "nav"; items: NavItem[] }
  | { kind: "title"; title: string | null; actions: BarAction[] }
  | { kind: "loading"; isLoading: boolean }
  | { kind: "toast-show"; id: string; message: string; options: ToastView }
  | { kind: "toast-hide"; id: string }
  | { kind: "save-bar"; bar: SaveBarView | null }
  | { kind: "open"; url: string }
  | { kind: "id-token" }
  | { kind: "user" }
  | { kind: "leave-confirmation" }
  | { kind: "resource-picker"; options: PickerOptions }
  | { kind: "scopes"; action: "query" | "request" | "revoke"; scopes: string[] };

export type ToastView = { durationMs: number; isError: boolean; action: string | null };

export type SaveBarView = { isSaving: boolean; isSaveDisabled: boolean; confirmsDiscard: boolean };

export type PickerOptions = {
  type: "product" | "variant" | "collection";
  action?: "add" | "select";
  multiple?: boolean | number;
  query?: string;
  selectionIds?: { id: string; variants?: { id: string }[] }[];
};

export type AppEnvelope = { from: typeof FROM_APP; id: number | null; message: AppMessage };

export type AdminEnvelope =
  | { from: typeof FROM_ADMIN; replyTo: number; value?: unknown; error?: string }
  | { from: typeof FROM_ADMIN; push: AdminPush };
