import { once } from "node:events";
import { connect } from "node:net";
import nodemailer from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startMailServer } from "#tests/integration/messages/mail-server.ts";
import { openSandbox, type OpenSandbox } from "./open-sandbox.ts";

let sandbox: OpenSandbox;
const app = await startMailServer();
beforeAll(async () => {
  const port = new URL(app.url).port;
  sandbox = await openSandbox(["--seed", "none", "--inbound-port", port]);
});
afterAll(() => sandbox.stop());
afterAll(() => app.stop());
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

test("lives on when a sender dies in the middle of a mail, and keeps no half of it", async () => {
  const socket = connect(sandbox.smtpPort, "127.0.0.1");
  const say = async (line: string) => {
    socket.write(`${line}\r\n`);
    await once(socket, "data");
  };
  await once(socket, "data");
  await say("HELO dying.example");
  await say("MAIL FROM:<a@dying.example>");
  await say("RCPT TO:<ipek@example.com>");
  await say("DATA");
  socket.write("Subject: half\r\n\r\nThe rest nev");
  socket.destroy();
  await once(socket, "close");
  await sendMail();
  const { mails } = await sandbox.control("mail");
  expect(mails).toMatchObject([{ subject: "Your return is approved – 返品" }]);
});

test("a reader's answer goes to the address the mail names for it, and says what it answers", async () => {
  await sendMail({ messageId: "<one@app.example>", replyTo: "reply+token@app.example" });
  const { mails } = await sandbox.control("mail");
  const [mail] = mails as { id: number }[];
  const page = `${sandbox.web}/mailbox/${mail?.id}`;
  expect(await (await fetch(page)).text()).toContain("reply+token@app.example");
  const post = (body: URLSearchParams) => fetch(`${page}/reply`, { method: "POST", body });
  const answer = await post(new URLSearchParams({ text: "It is broken", automatic: "on" }));
  expect(await answer.text()).toContain("Sent: 250");
  expect(app.taken).toMatchObject([{ from: "ipek@example.com", to: ["reply+token@app.example"] }]);
  expect(app.taken[0]?.raw).toContain("In-Reply-To: <one@app.example>");
  expect(app.taken[0]?.raw).toContain("> Plain words");
  expect(app.taken[0]?.raw).toContain("Auto-Submitted: auto-replied");
  app.spoil("rcpt", { code: 550, text: "5.1.1 Not one we gave out" });
  const refused = await post(new URLSearchParams({ text: "kept words" }));
  expect(await refused.text()).toMatch(/Not taken: .*Not one we gave out[\s\S]*kept words/);
});
