/** From whom a mail goes: the shop's own domain once DNS has shown that it may, until then ours in the shop's name. Pure. */
import { isLocalPart, isMailDomain, oneLine } from "./mail-address.ts";

/** What a shop entered, and how far it got. */
export type SenderDomain = {
  readonly domain: string;
  readonly localPart: string;
  readonly selector: string;
  /** base64 of the public key, as it stands in DNS */
  readonly publicKey: string;
  readonly isVerified: boolean;
};

export type ChosenSender = {
  readonly fromName: string;
  readonly fromAddress: string;
  readonly replyTo: string | null;
  /** Sign with the shop's key. */
  readonly isOwnDomain: boolean;
};

const MAX_NAME = 80;

export function chooseSender({
  shopName,
  replyTo,
  own,
  mailDomain,
}: {
  readonly shopName: string;
  /** of the brand; empty: none */
  readonly replyTo: string;
  readonly own: SenderDomain | null;
  /** our own */
  readonly mailDomain: string;
}): ChosenSender {
  const isOwnDomain = own !== null && own.isVerified;
  return {
    fromName: oneLine(shopName, MAX_NAME) || "Your order",
    fromAddress: isOwnDomain ? `${own.localPart}@${own.domain}` : `orders@${mailDomain}`,
    replyTo: replyTo === "" ? null : replyTo,
    isOwnDomain,
  };
}

export type SenderRefusal = { readonly field: "domain" | "localPart"; readonly message: string };

// Nobody can prove these to be theirs alone.
const PUBLIC_MAIL =
  /^(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|aol|gmx|web|proton|protonmail|qq|163|126)\.[a-z.]+$/;

/** What a person typed: `@harbor.example` and capital letters are understood. */
export function evaluateSender(asked: {
  readonly domain: string;
  readonly localPart: string;
}):
  | { readonly ok: true; readonly value: { readonly domain: string; readonly localPart: string } }
  | { readonly ok: false; readonly refusal: SenderRefusal } {
  const domain = asked.domain.trim().toLowerCase().replace(/^@/, "").replace(/\.$/, "");
  const localPart = asked.localPart.trim().toLowerCase();
  const no = (field: SenderRefusal["field"], message: string) =>
    ({ ok: false, refusal: { field, message } }) as const;
  if (!isMailDomain(domain))
    return no("domain", "Write a domain such as harborandpine.com, without www or https.");
  if (PUBLIC_MAIL.test(domain) || domain.endsWith(".myshopify.com"))
    return no("domain", "This domain belongs to a provider. Use the domain of your own shop.");
  if (!isLocalPart(localPart))
    return no("localPart", "Use letters, digits, dots and dashes, such as orders.");
  return { ok: true, value: { domain, localPart } };
}
