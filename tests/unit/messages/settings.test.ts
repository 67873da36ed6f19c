import { expect, test } from "vitest";
import { DEFAULT_BRAND, evaluateBrand, readBrand } from "#app/messages/brand.ts";
import {
  evaluateSenderRecords,
  wantedRecords,
  type LookedUp,
} from "#app/messages/evaluate-sender-records.ts";
import { chooseLanguage } from "#app/messages/languages.ts";
import { chooseSender } from "#app/messages/sender.ts";
import {
  DEFAULT_OWNERS,
  evaluateOwners,
  readOwners,
  SHOPPER_EVENT_NAMES,
  SHOPPER_EVENTS,
} from "#app/messages/shopper-events.ts";

test("by default nobody hears anything twice: Shopify keeps what Shopify writes", () => {
  const ours = SHOPPER_EVENT_NAMES.filter((event) => DEFAULT_OWNERS[event] === "aftercare");
  expect(ours).toEqual(["shipped", "delay_notice"]);
});

test("the law's notice cannot be left to Shopify, which has none", () => {
  expect(SHOPPER_EVENTS.delay_notice.choices).not.toContain("shopify");
  expect(evaluateOwners({ delay_notice: "shopify" })).toMatchObject({ ok: false });
});

test("unknown words in what is stored fall back to the default", () => {
  expect(readOwners({ shipped: "martians", delivered: "nobody", extra: "x" })).toEqual({
    ...DEFAULT_OWNERS,
    delivered: "nobody",
  });
  expect(readOwners(null)).toEqual(DEFAULT_OWNERS);
});

test.each([
  ["de-AT", "de"],
  ["pt_BR", "fr"],
  ["JA", "ja"],
  [null, "fr"],
  ["", "fr"],
] as const)("an order in %j is written to in %s, where the shop's own is French", (locale, to) => {
  expect(chooseLanguage(locale, "fr")).toBe(to);
});

test.each([
  [{ colour: "red" }, "colour"],
  [{ colour: "#ffff00" }, "colour"],
  [{ logoUrl: "http://x.example/a.png" }, "logoUrl"],
  [{ logoUrl: "javascript:alert(1)" }, "logoUrl"],
  [{ logoUrl: 'https://x.example/a.png"onerror="x' }, "logoUrl"],
  [{ replyTo: "a@b.cc\r\nBcc: x@y.zz" }, "replyTo"],
  [{ greeting: "Hi\nthere" }, "greeting"],
  [{ footer: "x".repeat(501) }, "footer"],
])("a voice with %j is refused", (change, field) => {
  expect(Object.keys(evaluateBrand({ ...DEFAULT_BRAND, ...change }))).toEqual([field]);
});

test("a voice that was stored long ago, or is broken, still reads", () => {
  expect(readBrand({ colour: 5, signOff: "Bye" })).toEqual({ ...DEFAULT_BRAND, signOff: "Bye" });
  expect(readBrand("nonsense")).toEqual(DEFAULT_BRAND);
});

const OWN = {
  domain: "harborandpine.example",
  localPart: "orders",
  selector: "ac1",
  publicKey: "MIIBIjAN",
  isVerified: false,
};
const OURS = "mail.aftercare.example";
const answer = (...records: string[]): LookedUp => ({ kind: "answer", records });
const [spf, dkim, dmarc] = wantedRecords(OWN, OURS).map(({ value }) => value);
const GOOD = { spf: answer(spf ?? ""), dkim: answer(dkim ?? ""), dmarc: answer(dmarc ?? "") };

test.each([
  ["as shown", GOOD, ["ok", "ok", "ok"]],
  ["none", { spf: answer(), dkim: answer(), dmarc: answer() }, ["missing", "missing", "missing"]],
  [
    "a longer SPF that names us, and other texts beside it",
    {
      ...GOOD,
      spf: answer("google-verify=1", `v=spf1 include:_spf.x.example include:${OURS} -all`),
    },
    ["ok", "ok", "ok"],
  ],
  ["an SPF that forgets us", { ...GOOD, spf: answer("v=spf1 -all") }, ["wrong", "ok", "ok"]],
  ["two SPF records", { ...GOOD, spf: answer(spf ?? "", "v=spf1 -all") }, ["wrong", "ok", "ok"]],
  [
    "an SPF of a name that only looks like ours",
    { ...GOOD, spf: answer(`v=spf1 include:${OURS}.evil.example ~all`) },
    ["wrong", "ok", "ok"],
  ],
  ["another's key", { ...GOOD, dkim: answer("v=DKIM1; k=rsa; p=AAAA") }, ["ok", "wrong", "ok"]],
  ["a key in pieces", { ...GOOD, dkim: answer("v=DKIM1; k=rsa; p=MIIB IjAN") }, ["ok", "ok", "ok"]],
  [
    "a policy that is none",
    { ...GOOD, dmarc: answer("v=DMARC1; rua=mailto:x@y.zz") },
    ["ok", "ok", "wrong"],
  ],
  [
    "a DNS that is silent",
    { ...GOOD, dmarc: { kind: "no_answer" } as LookedUp },
    ["ok", "ok", "unknown"],
  ],
])("records: %s", (_name, found, states) => {
  expect(evaluateSenderRecords(OWN, OURS, found).map(({ state }) => state)).toEqual(states);
});

test("an unverified domain is not written from, and a name cannot break out of its line", () => {
  const chosen = chooseSender({
    shopName: "Harbor\r\nBcc: x@y.zz",
    replyTo: "",
    own: OWN,
    mailDomain: OURS,
  });
  expect(chosen).toEqual({
    fromName: "Harbor Bcc: x@y.zz",
    fromAddress: `orders@${OURS}`,
    replyTo: null,
    isOwnDomain: false,
  });
});
