/** What mails say, by meaning: every text in every language, its two forms, and what values may not do to it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_BRAND } from "#app/messages/brand.ts";
import { defaultTemplate } from "#app/messages/default-template.ts";
import { evaluateTemplate } from "#app/messages/evaluate-template.server.ts";
import { exampleFacts } from "#app/messages/example-facts.ts";
import { LANGUAGES, type Language } from "#app/messages/languages.ts";
import { renderLiquid } from "#app/messages/render-liquid.server.ts";
import { renderShopperMail } from "#app/messages/render-shopper-mail.server.ts";
import { SHOPPER_EVENT_NAMES, type ShopperEvent } from "#app/messages/shopper-events.ts";
import { templateScope, type MailFacts } from "#app/messages/template-scope.ts";

const ALL = SHOPPER_EVENT_NAMES.flatMap((event) =>
  LANGUAGES.map((language) => ({ event, language })),
);

const render = (
  event: ShopperEvent,
  language: Language,
  facts: MailFacts = exampleFacts(event, true),
  template = defaultTemplate(event, language),
) => renderShopperMail({ template, facts, brand: DEFAULT_BRAND, language, timeZone: "UTC" });

/** What a reader of the HTML sees, and where its links lead. */
function readHtml(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  return body
    .replace(/<a href="([^"]*)"[^>]*>/g, " $1 ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

const wordsOf = (text: string) =>
  new Set(text.split(/[\s,.:;!?()[\]"“”„。、：！？-]+/u).filter((word) => word !== ""));

test.each(ALL)("$event in $language can be published as it is", ({ event, language }) => {
  expect(evaluateTemplate(defaultTemplate(event, language), { event, language })).toBeNull();
});

test.each(ALL)("$event in $language says the same as HTML and as text", ({ event, language }) => {
  const { html, text } = render(event, language);
  const inHtml = wordsOf(readHtml(html));
  const inText = wordsOf(text);
  // The head of the HTML shows the shop's name, which the text's closing has too.
  expect([...inText].filter((word) => !inHtml.has(word))).toEqual([]);
  expect([...inHtml].filter((word) => !inText.has(word))).toEqual([]);
  expect(html).toContain(`<html lang="${language}"`);
});

test.each(LANGUAGES)("%s: what is told has its facts", (language) => {
  const shipped = render("shipped", language);
  expect(shipped.text).toContain("JJD000390007782");
  expect(shipped.text).toContain(
    "https://www.dhl.com/en/express/tracking.html?AWB=JJD000390007782",
  );
  expect(shipped.subject).toContain("#1042");
  expect(shipped.text).toMatch(/1 × Driftwood lamp, Large/);
  expect(render("refund_issued", language).text).toMatch(/45[.,]00/);
  expect(render("delay_notice", language).text).toContain("https://example.com/choose");
});

test("a label is not called shipped, in any language", () => {
  for (const language of LANGUAGES) {
    const { subject, text } = render("label_created", language);
    expect(`${subject} ${text}`).not.toMatch(
      /shipped|on its way|dispatched|unterwegs|verschickt|expédié|en route|enviado|en camino|発送しました|向かって/i,
    );
  }
});

test("what is not known leaves its sentence out", () => {
  const { text } = render("shipped", "en", exampleFacts("shipped", false));
  expect(text).not.toMatch(/expects to bring|Follow your parcel|undefined|null/);
  const unknownDate = exampleFacts("delay_notice", true);
  const delay = unknownDate.delay && { ...unknownDate.delay, newAt: null };
  expect(render("delay_notice", "en", { ...unknownDate, delay }).text).toContain(
    "We don't know a new date yet",
  );
});

const NASTY = [
  "[Click](https://evil.example)",
  "- item\n- item",
  "<script>alert(1)</script>",
  "{{ shop.name }}{% raw %}",
  "\r\nBcc: evil@evil.example\r\n",
  "\ue000evil\ue001(https://evil.example)",
  '"><img src=x onerror=alert(1)>',
];

test.each(NASTY)("a customer, product or carrier called %j stays text", (name) => {
  const facts = exampleFacts("shipped", true);
  const lines = [{ title: name, variantTitle: name, sku: name, quantity: 1 }];
  const parcel = facts.parcel && { ...facts.parcel, carrier: name, trackingNumber: name, lines };
  const { html, text, subject } = render("shipped", "en", {
    ...facts,
    customerName: name,
    order: { ...facts.order, name },
    parcel,
  });
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(html).not.toMatch(/<(?:script|img)/);
  expect(html.match(/<li /g)).toHaveLength(1);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).not.toMatch(/[\ue000-\ue0ff]/);
});

test("whatever a value says, the mail has one link, one list item and no markup of its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
      const facts = exampleFacts("shipped", true);
      const lines = [{ title: name, variantTitle: null, sku: null, quantity: 1 }];
      const parcel = facts.parcel && { ...facts.parcel, lines };
      const { html, subject } = render("shipped", "en", {
        ...facts,
        customerName: name,
        order: { ...facts.order, name },
        parcel,
      });
      expect(html.match(/<a /g)).toHaveLength(1);
      expect(html.match(/<li /g)).toHaveLength(1);
      expect(html.match(/<[a-z!/]/g)?.length).toBe(
        render("shipped", "en", {
          ...facts,
          parcel: facts.parcel && {
            ...facts.parcel,
            lines: lines.map((line) => ({ ...line, title: "x" })),
          },
        }).html.match(/<[a-z!/]/g)?.length,
      );
      expect(subject).not.toMatch(/[\r\n\u2028\u2029]/);
    }),
    { numRuns: process.env["PROVE"] ? 2_000 : 30 },
  );
});

test.each([
  ["javascript:alert(1)"],
  ["data:text/html,x"],
  ["//evil.example"],
  ["https://x.example/\r\nBcc: y"],
  ['https://x.example/"onclick="x'],
])("a tracking address such as %j is left out", (trackingUrl) => {
  const facts = exampleFacts("shipped", true);
  const { html, text } = render("shipped", "en", {
    ...facts,
    parcel: facts.parcel && { ...facts.parcel, trackingUrl },
  });
  expect(html).not.toContain("<a ");
  expect(text).not.toContain("Follow your parcel");
});

const scope = templateScope(exampleFacts("shipped", true), { language: "en", timeZone: "UTC" });
const refusalOf = (source: string) => {
  const rendered = renderLiquid(source, scope, { isStrict: true });
  return rendered.ok ? rendered.value : rendered.refusal.code;
};

test.each([
  ["{% if order.name %}", "broken_liquid"],
  ["{{ order.name", "broken_liquid"],
  ["{{ order.name | shout }}", "broken_liquid"],
  ["{% include 'secret' %}", "broken_liquid"],
  ["{% render 'secret' %}", "broken_liquid"],
  ["{% layout 'secret' %}", "broken_liquid"],
  ["{{ order.name | raw }}", "broken_liquid"],
  ["{{ order | json }}", "broken_liquid"],
  ["{{ order.number }}", "unknown_name"],
  ["{{ order.constructor }}", "unknown_name"],
  ["{{ order.__proto__.toString }}", "unknown_name"],
  ["{{ order.lines.constructor.constructor }}", "unknown_name"],
  ["{{ process.env }}", "unknown_name"],
  ["x".repeat(30_001), "too_long"],
])("%j is refused: %s", (source, code) => {
  expect(refusalOf(source)).toBe(code);
});

test("a template that runs or grows without end is stopped", () => {
  const loops =
    "{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}{% endfor %}{% endfor %}{% endfor %}";
  expect(refusalOf(loops)).toBe("too_slow");
  const doubling =
    "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}";
  expect(refusalOf(doubling)).toBe("too_much_output");
  const captured =
    "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% capture b %}{{ a }}{{ a }}{% endcapture %}{% assign a = b %}{% endfor %}{{ a }}";
  expect(["too_slow", "too_much_output"]).toContain(refusalOf(captured));
});

test("a broken text is refused with its line, and in a sentence", () => {
  const rendered = renderLiquid("one\ntwo\n{{ order.nme }}", scope, { isStrict: true });
  expect(rendered).toEqual({
    ok: false,
    refusal: {
      code: "unknown_name",
      line: 3,
      message:
        "Line 3: there is nothing called “order.nme”. Choose a name from the list, or remove it.",
    },
  });
});

test("a draft that comes out empty, or a subject of two lines, cannot be published", () => {
  const name = { event: "shipped", language: "en" } as const;
  expect(evaluateTemplate({ subject: "a\nb", body: "x" }, name)).toEqual({
    subject: "Write the subject in one line.",
  });
  expect(evaluateTemplate({ subject: "a", body: "{% if false %}x{% endif %}" }, name)).toEqual({
    body: "This text comes out empty.",
  });
  expect(evaluateTemplate({ subject: " ", body: "" }, name)).toEqual({
    subject: "Write a subject.",
    body: "Write what the shopper is to read.",
  });
});
