/** The bytes of a mail: no field can bring a header of its own, and a signature stands over what is sent. */
import { createVerify, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { composeMail, type MailHead } from "#app/messages/compose-mail.server.ts";
import { providerHeader } from "#app/messages/provider-header.ts";
import { isMailAddress, oneLine } from "#app/messages/mail-address.ts";

const HEAD: MailHead = {
  messageId: "<7.0123456789abcdef0123456789abcdef@mail.aftercare.example>",
  number: 12n,
  date: new Date("2026-11-22T12:00:00Z"),
  fromName: "Harbor & Pine",
  fromAddress: "orders@mail.aftercare.example",
  replyTo: "hello@harborandpine.example",
  recipient: "ana@shopper.example",
  keyHeader: null,
  inReplyTo: null,
  isPersonal: false,
};
const BODY = { subject: "The carrier has your parcel", html: "<p>Hello</p>", text: "Hello\n" };

const KEYS = [
  "auto-submitted",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "reply-to",
  "subject",
  "to",
  "x-auto-response-suppress",
  "x-message-number",
];

const POISON = fc.oneof(
  fc.constantFrom(
    "\r\nBcc: evil@evil.example",
    "\nBcc: evil@evil.example\n",
    "\rBcc: evil@evil.example",
    "\u2028Bcc: evil@evil.example",
    "=?utf-8?q?=0D=0ABcc:_evil@evil.example?=",
    '", evil@evil.example, "',
    "a <evil@evil.example>, b",
    "x\u0000y\u0007",
    "\r\n\r\n<script>",
  ),
  fc.string({ unit: "binary", maxLength: 80 }),
);

test("whatever names and subjects say, the mail has its own headers and one recipient", async () => {
  await fc.assert(
    fc.asyncProperty(POISON, POISON, POISON, async (one, two, three) => {
      const mime = await composeMail(
        { ...HEAD, fromName: `${one}${two}` },
        {
          subject: oneLine(`Parcel ${two}${three}`, 200),
          html: `<p>${one}</p>`,
          text: `Hello ${three}`,
        },
        null,
      );
      const email = await PostalMime.parse(mime);
      expect(email.headers.map(({ key }) => key).sort()).toEqual(KEYS);
      expect(email.to?.map(({ address }) => address)).toEqual([HEAD.recipient]);
      expect(email.from?.address).toBe(HEAD.fromAddress);
      expect(email.cc).toBeUndefined();
      expect(email.bcc).toBeUndefined();
      expect(email.replyTo?.map(({ address }) => address)).toEqual([HEAD.replyTo]);
    }),
    { numRuns: process.env["PROVE"] ? 5_000 : 100 },
  );
});

test("an address that is none, or a Message-ID of two lines, never gets as far", async () => {
  await fc.assert(
    fc.asyncProperty(POISON, async (poison) => {
      const address = `ana@shopper.example${poison}`;
      fc.pre(poison !== "" && !isMailAddress(address));
      await expect(composeMail({ ...HEAD, recipient: address }, BODY, null)).rejects.toThrow();
      await expect(composeMail({ ...HEAD, replyTo: address }, BODY, null)).rejects.toThrow();
      await expect(composeMail({ ...HEAD, fromAddress: address }, BODY, null)).rejects.toThrow();
    }),
    { numRuns: 100 },
  );
  const messageId = `${HEAD.messageId}\r\nBcc: x@y.zz`;
  await expect(composeMail({ ...HEAD, messageId }, BODY, null)).rejects.toThrow();
  await expect(composeMail(HEAD, { ...BODY, subject: "a\r\nBcc: x@y.zz" }, null)).rejects.toThrow();
});

test.each([
  ["ana@shopper.example", true],
  ["ana+tag@sub.shopper.example", true],
  ["ana@xn--bcher-kva.example", true],
  ["ana@shopper", false],
  ["ana@@shopper.example", false],
  ["ana @shopper.example", false],
  ["Ana <ana@shopper.example>", false],
  ["ana@shopper.example, eve@shopper.example", false],
  ["ana@shopper.example\r\nBcc: x@y.zz", false],
  [".ana@shopper.example", false],
  [`${"a".repeat(65)}@shopper.example`, false],
  [`a@${"b".repeat(250)}.example`, false],
])("%j is an address: %s", (text, is) => {
  expect(isMailAddress(text)).toBe(is);
});

test("a mail of a shop's own domain carries a signature that its public key confirms", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const mime = await composeMail(HEAD, BODY, {
    domain: "harborandpine.example",
    selector: "ac12345678",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  });
  const head = mime.toString("latin1").split("\r\n\r\n")[0] ?? "";
  const unfolded = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  const signature = unfolded.find((line) => line.startsWith("DKIM-Signature:")) ?? "";
  const tag = (name: string) =>
    new RegExp(`[;:]\\s*${name}=([^;]*)`).exec(signature)?.[1]?.replace(/\s/g, "") ?? "";
  expect([tag("d"), tag("s")]).toEqual(["harborandpine.example", "ac12345678"]);
  // RFC 6376, 3.4.2: relaxed header canonicalisation.
  const relaxed = (line: string) => {
    const at = line.indexOf(":");
    return `${line.slice(0, at).toLowerCase().trim()}:${line
      .slice(at + 1)
      .replace(/\s+/g, " ")
      .trim()}`;
  };
  const signed = tag("h")
    .split(":")
    .map((name) => unfolded.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)))
    .filter((line) => line !== undefined)
    .map(relaxed);
  const own = relaxed(signature).replace(/(\bb=)[^;]*/, "$1");
  const verify = createVerify("RSA-SHA256").update([...signed, own].join("\r\n"));
  expect(verify.verify(publicKey, tag("b"), "base64")).toBe(true);
});

test("a provider that recognises repeats finds its key among the bytes; others see none", async () => {
  const keyHeader = providerHeader("smtps://resend:key@smtp.resend.com:465");
  const email = await PostalMime.parse(await composeMail({ ...HEAD, keyHeader }, BODY, null));
  expect(email.headers.find(({ key }) => key === "resend-idempotency-key")?.value).toBe(
    HEAD.messageId.slice(1, -1),
  );
  expect(providerHeader("smtp://127.0.0.1:25")).toBeNull();
  expect(providerHeader("smtp://smtp.resend.com.evil.example")).toBeNull();
});
