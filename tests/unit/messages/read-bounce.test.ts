import { expect, test } from "vitest";
import { readBounce } from "#app/messages/read-bounce.ts";

const WORD = "7.0123456789abcdef0123456789abcdef@mail.aftercare.example";

const report = ({
  action = "failed",
  status = "5.1.1",
  to = "bounce@mail.aftercare.example",
  returned = `Message-ID: <${WORD}>\r\nSubject: x\r\n`,
  type = "multipart/report; report-type=delivery-status",
} = {}) =>
  Buffer.from(
    [
      "From: MAILER-DAEMON@mx.shopper.example",
      `To: ${to}`,
      "Subject: Undelivered Mail Returned to Sender",
      `Content-Type: ${type}; boundary="b"`,
      "MIME-Version: 1.0",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "I am sorry to inform you.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.shopper.example",
      "",
      "Final-Recipient: rfc822; ana@shopper.example",
      `Action: ${action}`,
      `Status: ${status}`,
      "Diagnostic-Code: smtp; 550 5.1.1",
      "  No such user",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      returned,
      "--b--",
      "",
    ].join("\r\n"),
  );

test("names the mail that came back, and that its address is gone", async () => {
  expect(await readBounce(report())).toEqual({
    ok: true,
    value: {
      shopId: 7n,
      messageId: `<${WORD}>`,
      status: "5.1.1",
      isAddressGone: true,
      diagnostic: "smtp; 550 5.1.1 No such user",
    },
  });
});

test("knows the mail by the address it went out from, when its head is missing", async () => {
  const read = await readBounce(report({ to: `bounce+${WORD}`, returned: "" }));
  expect(read.ok && read.value.messageId).toBe(`<${WORD}>`);
});

test.each([
  ["5.2.2", false],
  ["5.7.1", false],
  ["5.1.10", true],
])("status %s: the address is gone: %s", async (status, isGone) => {
  const read = await readBounce(report({ status }));
  expect(read.ok && read.value.isAddressGone).toBe(isGone);
});

test.each([
  ["a delay", report({ action: "delayed", status: "4.4.1" }), "not_final"],
  ["another's mail", report({ returned: "Message-ID: <a@b.example>" }), "not_ours"],
  ["an ordinary mail", report({ type: "multipart/mixed" }), "not_a_bounce"],
  ["nothing", Buffer.alloc(0), "not_a_bounce"],
  ["a flood", Buffer.alloc(2_000_001, "x"), "not_a_bounce"],
])("%s is refused", async (_name, raw, code) => {
  expect(await readBounce(raw)).toEqual({ ok: false, refusal: { code } });
});
