import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assessFile, fileName } from "#app/messages/conversations/assess-file.ts";
import { assessRobot, type RobotQuestion } from "#app/messages/conversations/assess-robot.ts";
import { foldQuotedText } from "#app/messages/conversations/fold-quoted-text.ts";
import { htmlToText } from "#app/messages/conversations/html-to-text.ts";
import { parseInboxQuery } from "#app/messages/conversations/inbox-query.ts";
import { readMail } from "#app/messages/conversations/read-mail.ts";

describe("quoted text", () => {
  test.each([
    [
      "Yes please.\n\nOn 3 May 2026 at 10:00, Shop <a@b.c> wrote:\n> Is it ok?\n> Bye",
      "Yes please.",
    ],
    ["Ja.\n\nAm 3. Mai 2026 schrieb Shop:\n\n> Ist es gut?", "Ja."],
    ["Oui\n\nLe lun. 3 mai 2026 à 10:00,\nBoutique <a@b.c> a écrit :\n> ok", "Oui"],
    ["好的\n\n2026年5月3日 店铺 写道：\n> 可以吗", "好的"],
    ["Ok\n\n-----Original Message-----\nFrom: Shop\nSent: Monday\n\nold", "Ok"],
    ["Ok\n\nFrom: Shop <a@b.c>\nSent: Monday\nSubject: x\n\nold", "Ok"],
    ["> only a quote", "> only a quote"],
  ])("%j says %j", (text, said) => {
    expect(foldQuotedText(text).said).toBe(said);
  });

  test.each([
    "> Is it ok?\nYes it is.\n> And this?\nNo.",
    "Please note: the price is > 20 dollars",
    "From: the heart\nthank you",
    "Two things:\n- one\n- two",
  ])("%j has words below or no quote: nothing is folded", (text) => {
    expect(foldQuotedText(text)).toEqual({ said: text, quoted: null });
  });

  test("whatever is written, no word is lost", () => {
    const line = fc.constantFrom("> a", "b", "", "On 1 May, x wrote:", "From: a", "To: b", "--");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { said, quoted } = foldQuotedText(lines.join("\n"));
        const words = (text: string) => text.split(/\s+/).filter(Boolean);
        expect(words(`${said}\n${quoted ?? ""}`)).toEqual(words(lines.join("\n")));
      }),
    );
  });
});

describe("robots and loops", () => {
  const ask = (changes: Partial<RobotQuestion>, ...headers: [string, string][]) =>
    assessRobot({
      headers: headers.map(([key, value]) => ({ key, value })),
      envelopeFrom: "ana@shopper.example",
      from: "ana@shopper.example",
      mailDomain: "mail.aftercare.example",
      lastHour: 0,
      ...changes,
    });

  test("a person's mail is shown", () => {
    expect(ask({ lastHour: 19 }, ["auto-submitted", "no"], ["precedence", "normal"])).toBeNull();
  });

  test.each([
    ["auto_reply", ask({}, ["auto-submitted", "auto-replied"])],
    ["auto_reply", ask({}, ["X-Autoreply", "yes"])],
    ["auto_reply", ask({ envelopeFrom: "" })],
    ["auto_reply", ask({ from: "MAILER-DAEMON@x.example" })],
    ["mailing_robot", ask({}, ["precedence", "bulk"])],
    ["mailing_robot", ask({}, ["list-id", "<news.x.example>"])],
    ["mailing_robot", ask({}, ["from", "no-reply@x.example"])],
    ["loop", ask({ from: "orders@mail.aftercare.example" })],
    ["loop", ask({}, ["x-loop", "orders@mail.aftercare.example"])],
    ["loop", ask({}, ["x-message-number", "7"])],
    ["loop", ask({}, ...Array.from({ length: 31 }, (): [string, string] => ["received", "x"]))],
    ["too_many", ask({ lastHour: 20 })],
  ])("%s", (code, verdict) => {
    expect(verdict).toBe(code);
  });
});

describe("files, by their bytes", () => {
  const latin = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
  const book = "PK\u0003\u0004 [Content_Types].xml xl/workbook.xml";
  test.each([
    ["%PDF-1.7", "a.pdf", "pdf"],
    ["\u00ff\u00d8\u00ff\u00e0", "a.exe", "jpeg"],
    ["\u0089PNG\r\n\u001a\n", "a.png", "png"],
    [book, "a.xlsx", "xlsx"],
    ["a,b\n1,2", "a.csv", "csv"],
  ])("%j named %s is %s", (bytes, name, kind) => {
    expect(assessFile(latin(bytes), name)).toEqual({ ok: true, value: kind });
  });

  test.each([
    ["MZ\u0090", "invoice.pdf", "file_kind"],
    ["<svg onload=alert(1)>", "a.csv", "file_kind"],
    ["a,b\n1,2", "a.txt", "file_kind"],
    ["a\u0000b", "a.csv", "file_kind"],
    ["PK\u0003\u0004 word/document.xml", "a.xlsx", "file_kind"],
    [`${book} vbaProject.bin`, "a.xlsx", "file_kind"],
    ["GIF89a", "a.png", "file_kind"],
    ["", "a.pdf", "file_empty"],
  ])("%j named %s is refused", (bytes, name, code) => {
    expect(assessFile(latin(bytes), name)).toEqual({ ok: false, refusal: { code } });
  });

  test("above 10 MB nothing is kept", () => {
    const big = Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(10 * 1024 * 1024)]);
    expect(assessFile(big, "a.pdf")).toEqual({ ok: false, refusal: { code: "file_too_big" } });
  });

  test("a name brings no path, no line break and no other ending", () => {
    expect(fileName('../../etc/"in\r\nvoice".pdf.exe', "pdf")).toBe("in voice.pdf.pdf");
    expect(fileName("\u202egpj.exe", "jpeg")).toBe("gpj.jpg");
    expect(fileName("", "csv")).toBe("file.csv");
  });
});

describe("a mail's bytes", () => {
  test("HTML becomes its words and nothing else", async () => {
    const html =
      "<style>p{}</style><p>Hello&nbsp;<b>there</b> &amp; you<br>line</p><script>alert(1)</script><img src=x onerror=1>";
    expect(htmlToText(html)).toBe("Hello there & you\nline");
    const raw = Buffer.from(
      `From: Ana <Ana@Shopper.example>\r\nSubject: =?utf-8?Q?a=0D=0ABcc:_x@y.zz?=\r\nMessage-ID: <1@x>\r\nContent-Type: text/html\r\n\r\n${html}`,
    );
    const mail = await readMail(raw);
    expect(mail).toMatchObject({
      from: "ana@shopper.example",
      subject: "a Bcc: x@y.zz",
      words: "Hello there & you\nline",
      mailId: "<1@x>",
    });
  });

  test("any bytes at all are read without an error, within the limits of the table", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const mail = await readMail(bytes);
        expect(mail.words.length).toBeLessThanOrEqual(20_000);
        expect(mail.subject.length).toBeLessThanOrEqual(300);
        expect(mail.words).not.toContain("\u0000");
      }),
      { numRuns: 100 },
    );
    const long = await readMail(Buffer.from(`Subject: x\r\n\r\n${"word ".repeat(20_000)}`));
    expect(long.words.length).toBeLessThanOrEqual(20_000);
    expect(long.words).toContain("[Cut here");
  });

  test("a Message-ID that could begin a head of its own is not kept", async () => {
    const mail = await readMail(Buffer.from("Message-ID: <a b@c>\r\n\r\nx"));
    expect(mail.mailId).toBeNull();
  });
});

test.each([
  ["", { filter: "open", search: "", cursor: null }],
  ["filter=nothing&cursor=x&q=%00a", { filter: "open", search: "a", cursor: null }],
  ["filter=mine&cursor=2026-99-99T00:00:00.000Z_1", { filter: "mine", search: "", cursor: null }],
])("the inbox' address %j is read as %j", (text, query) => {
  expect(parseInboxQuery(new URLSearchParams(text))).toEqual(query);
});
