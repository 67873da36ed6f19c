/**
 * What a feature holds open outside Aftercare, and how it lets go of it. Each feature brings one part; the list is put
 * together in routes/app.settings_.leaving/leaving-parts.server.ts.
 */
import type { ShopTx } from "#app/platform/db.server.ts";

export type LeavingItem = {
  /** the part's own id of it */
  readonly itemId: string;
  /** "#1042, on hold since 3 Dec" */
  readonly label: string;
  /** what Shopify or the other side shows of it; null = nothing */
  readonly detail: string | null;
  /** page of ours; null = none */
  readonly path: string | null;
  /** letting go is under way */
  readonly isClosing: boolean;
};

export type LeavingPart = {
  /** snake_case, e.g. `holds` */
  readonly code: string;
  readonly title: string;
  /** what it is and what letting go does */
  readonly help: string;
  /** on the button */
  readonly verb: string;
  readonly list: (tx: ShopTx, shopId: bigint) => Promise<readonly LeavingItem[]>;
  /** Begins to let go of one item. A sentence = why not. Safe to ask twice. */
  readonly close: (
    tx: ShopTx,
    shopId: bigint,
    asked: { readonly itemId: string; readonly staffId: string },
  ) => Promise<string | null>;
};
