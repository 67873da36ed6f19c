/**
 * Which DNS records let us write for a domain, and whether what was found there does. Pure. A record that could not be
 * looked up is not a missing one.
 */
import type { SenderDomain } from "./sender.ts";

export type WantedRecord = {
  readonly name: "spf" | "dkim" | "dmarc";
  readonly host: string;
  readonly type: "TXT";
  readonly value: string;
};

/** What the resolver said: the TXT records of the host, or that it did not answer. */
export type LookedUp =
  { readonly kind: "answer"; readonly records: readonly string[] } | { readonly kind: "no_answer" };

export type RecordVerdict = {
  readonly name: WantedRecord["name"];
  readonly state: "ok" | "missing" | "wrong" | "unknown";
  /** for the merchant, with what to do */
  readonly sentence: string;
};

/** The records a merchant sets. `mailDomain` is ours: its SPF names the servers that send for us. */
export function wantedRecords(
  { domain, selector, publicKey }: SenderDomain,
  mailDomain: string,
): readonly WantedRecord[] {
  return [
    { name: "spf", host: domain, type: "TXT", value: `v=spf1 include:${mailDomain} ~all` },
    {
      name: "dkim",
      host: `${selector}._domainkey.${domain}`,
      type: "TXT",
      value: `v=DKIM1; k=rsa; p=${publicKey}`,
    },
    { name: "dmarc", host: `_dmarc.${domain}`, type: "TXT", value: "v=DMARC1; p=none" },
  ];
}

export function evaluateSenderRecords(
  own: SenderDomain,
  mailDomain: string,
  found: Readonly<Record<WantedRecord["name"], LookedUp>>,
): readonly RecordVerdict[] {
  return wantedRecords(own, mailDomain).map((wanted): RecordVerdict => {
    const looked = found[wanted.name];
    const { name, host } = wanted;
    if (looked.kind === "no_answer")
      return {
        name,
        state: "unknown",
        sentence: `The DNS of ${host} did not answer. Try again in some minutes.`,
      };
    const { state, sentence } = JUDGES[name](looked.records, own, mailDomain, host);
    return { name, state, sentence };
  });
}

export const isVerified = (verdicts: readonly RecordVerdict[]): boolean =>
  verdicts.length === 3 && verdicts.every(({ state }) => state === "ok");

/** Taken back only by what DNS says, never by its silence. */
export const isRevoked = (verdicts: readonly RecordVerdict[]): boolean =>
  verdicts.some(({ state }) => state === "missing" || state === "wrong");

type Judge = (
  records: readonly string[],
  own: SenderDomain,
  mailDomain: string,
  host: string,
) => Pick<RecordVerdict, "state" | "sentence">;

const ok = (sentence: string) => ({ state: "ok", sentence }) as const;
const missing = (sentence: string) => ({ state: "missing", sentence }) as const;
const wrong = (sentence: string) => ({ state: "wrong", sentence }) as const;

const JUDGES: Readonly<Record<WantedRecord["name"], Judge>> = {
  spf: (records, _own, mailDomain, host) => {
    const spf = records.filter((record) => /^v=spf1(?:\s|$)/i.test(record.trim()));
    if (spf.length === 0) return missing(`No SPF record is at ${host}. Add the one shown.`);
    // RFC 7208, 4.5: more than one is an error for every receiver.
    if (spf.length > 1)
      return wrong(`${host} has ${spf.length} SPF records; only one counts. Join them into one.`);
    const terms = (spf[0] ?? "").trim().toLowerCase().split(/\s+/);
    if (!terms.some((term) => term.replace(/^\+/, "") === `include:${mailDomain.toLowerCase()}`))
      return wrong(`Add include:${mailDomain} to the SPF record of ${host}, before its “all”.`);
    if (terms.includes("-include:".concat(mailDomain.toLowerCase())))
      return wrong(`The SPF record of ${host} forbids ${mailDomain}.`);
    return ok("Found.");
  },
  dkim: (records, own, _mailDomain, host) => {
    const keys = records.map(readTags).filter((tags) => "p" in tags);
    if (keys.length === 0) return missing(`No DKIM key is at ${host}. Add the one shown.`);
    const isOurs = keys.some(
      ({ p = "", k = "rsa" }) => p.replace(/\s/g, "") === own.publicKey && k === "rsa",
    );
    return isOurs ? ok("Found.") : wrong(`The DKIM key at ${host} is another one. Replace it.`);
  },
  dmarc: (records, _own, _mailDomain, host) => {
    const policies = records.filter((record) => /^v=DMARC1\s*(?:;|$)/.test(record.trim()));
    if (policies.length === 0) return missing(`No DMARC record is at ${host}. Add the one shown.`);
    if (policies.length > 1) return wrong(`${host} has several DMARC records; keep one.`);
    const { p } = readTags(policies[0] ?? "");
    return ["none", "quarantine", "reject"].includes(p ?? "")
      ? ok("Found.")
      : wrong(`The DMARC record at ${host} has no policy. Add p=none or a stricter one.`);
  },
};

/** `a=b; c=d` as it stands in DKIM and DMARC records. */
function readTags(record: string): Record<string, string> {
  const pairs = record.split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
