/** How finished bytes reach a supplier. Throws HandoverFailed, which says what is proven. Pure. */
import type { SupplierChannel } from "./supplier-channel.ts";

/** What is sent: fixed before the first try, the same at every one. */
export type Frozen = {
  readonly idempotencyKey: string;
  /** mail: the recipient; HTTPS: the address; SFTP: the directory */
  readonly target: string;
  readonly envelopeFrom: string | null;
  readonly messageId: string | null;
  readonly fileName: string | null;
  /** the number that suppliers count by */
  readonly number: string;
  readonly bytes: Uint8Array;
};

export type HandoverContext = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  /** how to get there now; the target stays the one that was fixed */
  readonly channel: SupplierChannel;
  readonly now: Date;
  readonly signal: AbortSignal;
};

/** The other side's own words of having taken it. */
export type Taken = { readonly reply: string };

export type Handover = {
  readonly send: (frozen: Frozen, context: HandoverContext) => Promise<Taken>;
  /** Whether it is there, as far as that can be seen from outside; null: it is not, or cannot be seen. */
  readonly find: (frozen: Frozen, context: HandoverContext) => Promise<Taken | null>;
};
