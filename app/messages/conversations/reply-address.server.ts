/** `reply+<token>@…`: where answers to a mail of ours go, and how such an address is read again. */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { EncryptionKey } from "#app/shopify/secret-box.server.ts";
import {
  createReplyToken,
  readReplyToken,
  type ReplyTarget,
  type TokenRefusal,
} from "./reply-token.server.ts";

export type AddressDeps = {
  readonly env: { readonly ENCRYPTION_KEYS: readonly EncryptionKey[] };
  /** the domain whose mail comes to us */
  readonly mailDomain: string;
};

export type Addressee =
  | ({ readonly kind: "reply" } & ReplyTarget)
  /** where a mail that comes back is sent; `word` names it */
  | { readonly kind: "bounce"; readonly shopId: bigint; readonly messageId: string };

export type AddressRefusal = TokenRefusal | { readonly code: "unknown_address" };

const PREFIX = "reply+";
const BOUNCE = /^bounce\+(\d{1,19})\.([0-9a-f]{32})$/;

export const replyAddress = (deps: AddressDeps, target: ReplyTarget, now: Date): string =>
  `${PREFIX}${createReplyToken(deps, target, { use: "mail", now })}@${deps.mailDomain}`;

/** Whom a mail to this address is for. Nothing is looked up. */
export function readAddress(
  deps: AddressDeps,
  address: string,
  now: Date,
): Result<Addressee, AddressRefusal> {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at).toLowerCase();
  if (at < 0 || address.slice(at + 1).toLowerCase() !== deps.mailDomain)
    return refuse({ code: "unknown_address" });
  const [, shop, word] = BOUNCE.exec(local) ?? [];
  if (shop && word)
    return accept({
      kind: "bounce",
      shopId: BigInt(shop),
      messageId: `<${shop}.${word}@${deps.mailDomain}>`,
    });
  if (!local.startsWith(PREFIX)) return refuse({ code: "unknown_address" });
  const read = readReplyToken(deps, local.slice(PREFIX.length), { use: "mail", now });
  return read.ok ? accept({ kind: "reply", ...read.value }) : read;
}
