/**
 * Downloads from inside the admin's frame. A plain link carries no session token there, so a person who has one is given
 * a sealed address: for one file of one shop, once, within a minute. Nobody but us can read or make it.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { openSecret, sealSecret, type EncryptionKey } from "./secret-box.server.ts";

export type DownloadFile =
  | { readonly kind: "orders_csv"; readonly query: string }
  | { readonly kind: "archive"; readonly archiveId: string }
  | { readonly kind: "conversation_file"; readonly fileId: string }
  | { readonly kind: "purchase_orders_csv"; readonly query: string }
  | {
      readonly kind: "purchase_order_document";
      readonly purchaseOrderId: string;
      readonly format: "pdf" | "csv" | "xlsx" | "json";
    }
  | {
      readonly kind: "purchase_order_sent_file";
      readonly transmissionId: string;
      readonly part: "pdf" | "data" | "words";
    }
  | {
      readonly kind: "compliance_file";
      readonly requestId: string;
      readonly format: "json" | "html";
    };

export type Download = {
  readonly shopId: bigint;
  readonly staffUserId: string;
  readonly file: DownloadFile;
};

/** One answer to strangers for all of them; the code is for the log. */
export type DownloadRefusal = { readonly code: "link_unknown" | "link_expired" | "link_used" };

type LinkDeps = {
  readonly env: { readonly ENCRYPTION_KEYS: readonly EncryptionKey[] };
  readonly clock: Clock;
};

type TakeDeps = LinkDeps & { readonly db: Pick<Db, "prisma">; readonly logger: Logger };

type Sealed = {
  readonly linkId: string;
  readonly shopId: string;
  readonly staffUserId: string;
  readonly expiresAtMs: number;
  readonly file: DownloadFile;
};

// The page follows the link at once; a minute forgives a slow network, an hour would forgive a thief.
const LIFETIME_MS = 60_000;
// A used link is remembered beyond its end: whoever was judged in time, or by a slower clock, finds it used.
const REMEMBERED_MS = 5 * LIFETIME_MS;
const CONTEXT = "download-link";
// Twice the longest honest one, which holds the list's search and filters.
const MAX_LENGTH = 8_192;

/** A path of ours that gives the file to whoever asks first. */
export function createDownloadLink(
  { env, clock }: LinkDeps,
  { shopId, staffUserId, file }: Download,
): string {
  const sealed: Sealed = {
    linkId: randomUUID(),
    shopId: shopId.toString(),
    staffUserId,
    expiresAtMs: clock.now().getTime() + LIFETIME_MS,
    file,
  };
  const bytes = sealSecret(env.ENCRYPTION_KEYS, JSON.stringify(sealed), CONTEXT);
  return `/download?link=${Buffer.from(bytes).toString("base64url")}`;
}

/** What the link is good for, and never again. */
export async function takeDownload(
  deps: TakeDeps,
  link: string,
): Promise<Result<Download, DownloadRefusal>> {
  const sealed = openLink(deps, link);
  if (!sealed) return refuse({ code: "link_unknown" });
  if (deps.clock.now().getTime() > sealed.expiresAtMs) return refuse({ code: "link_expired" });
  const shopId = BigInt(sealed.shopId);
  if (!(await spend(deps, shopId, sealed))) return refuse({ code: "link_used" });
  deps.logger.info(
    { shopId: sealed.shopId, staffUserId: sealed.staffUserId, kind: sealed.file.kind },
    "download",
  );
  return accept({ shopId, staffUserId: sealed.staffUserId, file: sealed.file });
}

function openLink({ env }: LinkDeps, link: string): Sealed | null {
  if (link.length > MAX_LENGTH) return null;
  try {
    // What opens was sealed by createDownloadLink, in this shape.
    return JSON.parse(
      openSecret(env.ENCRYPTION_KEYS, Buffer.from(link, "base64url"), CONTEXT),
    ) as Sealed;
  } catch {
    // Made up, cut, changed, or sealed with a key that is gone: all the same to the asker.
    return null;
  }
}

/** Whether it was still unused, and the shop still has us. Forgets used links that expired long enough ago. */
function spend(
  { db, clock }: TakeDeps,
  shopId: bigint,
  { linkId, staffUserId, expiresAtMs }: Sealed,
): Promise<boolean> {
  const forgetBefore = new Date(clock.now().getTime() - REMEMBERED_MS);
  return inShop(db, shopId, async (tx) => {
    await tx.$executeRaw`
      delete from used_downloads where shop_id = ${shopId} and expires_at < ${forgetBefore}::timestamptz`;
    const spent = await tx.$executeRaw`
      insert into used_downloads (shop_id, link_id, staff_user_id, expires_at)
      select ${shopId}, ${linkId}, ${staffUserId}, ${new Date(expiresAtMs)}::timestamptz
      from shops where id = ${shopId} and uninstalled_at is null
      on conflict do nothing`;
    return spent === 1;
  });
}
