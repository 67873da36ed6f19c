import nodemailer from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openSandbox, type OpenSandbox } from "./open-sandbox.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--seed", "none"]);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control("reset", {}));

function sendMail(changes: object = {}) {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: sandbox.smtpPort });
  return transport.sendMail({
    from: "Harbor & Pine <hello@harbor-and-pine.example>",
    to: "İpek Yıldız <ipek@example.com>",
    subject: "Your return is approved – 返品",
    text: "Plain words",
    html: "<p>Rich <b>words</b><script>alert(1)</script></p>",
    ...changes,
  });
}

test("keeps a mail with its parts and attachments", async () => {
  await sendMail({ attachments: [{ filename: "etikett.txt", content: "label" }] });
  const { mails } = await sandbox.control("mail?to=ipek@example.com");
  expect(mails).toMatchObject([
    {
      subject: "Your return is approved – 返品",
      envelopeTo: ["ipek@example.com"],
      text: expect.stringContaining("Plain words") as string,
      attachments: [{ filename: "etikett.txt", bytes: 5 }],
    },
  ]);
  const [mail] = mails as { id: number }[];
  const file = await fetch(`${sandbox.web}/mailbox/${mail?.id}/attachments/0`);
  expect(await file.text()).toBe("label");
});

test("counts physical repeats of one Message-ID", async () => {
  await sendMail({ messageId: "<one@app.example>" });
  await sendMail({ messageId: "<one@app.example>" });
  await sendMail({ messageId: "<two@app.example>" });
  const answer = await sandbox.control("mail");
  expect(answer).toMatchObject({
    total: 3,
    distinctMessageIds: 2,
    repeats: [{ messageId: "<one@app.example>", count: 2 }],
  });
});

test("shows mail as pages, with the HTML in a frame that runs nothing", async () => {
  await sendMail();
  const list = await (await fetch(`${sandbox.web}/mailbox`)).text();
  const [, id] = /href="\/mailbox\/(\d+)"/.exec(list) ?? [];
  expect(await (await fetch(`${sandbox.web}/mailbox/${id}`)).text()).toContain(
    'sandbox="allow-popups"',
  );
  const body = await fetch(`${sandbox.web}/mailbox/${id}/body`);
  expect(body.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("refuses on request, for a time or for good", async () => {
  await sandbox.control("fault", { kind: "smtp_451" });
  await expect(sendMail()).rejects.toMatchObject({ responseCode: 451 });
  await sandbox.control("fault", { kind: "smtp_550" });
  await expect(sendMail()).rejects.toMatchObject({ responseCode: 550 });
  expect(await sandbox.control("mail")).toMatchObject({ total: 0 });
});

test("keeps a mail whose sender is told that it failed", async () => {
  await sandbox.control("fault", { kind: "smtp_cut_after_accept" });
  await expect(sendMail()).rejects.toThrow();
  expect(await sandbox.control("mail")).toMatchObject({ total: 1 });
});
