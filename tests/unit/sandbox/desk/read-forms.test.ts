/** What a browser without scripts would send from a page. */
import { expect, test } from "vitest";
import { readForms } from "#sandbox/desk/page/read-forms.ts";

const PAGE = `<main><form id="day" method="post" action="/supplier/t?order=1001-1&amp;x=1">
<input type="hidden" name="po" value="7.1"/><input type="checkbox" name="o7" checked=""/>
<input type="checkbox" name="l9" value="yes"><input name="n9" type="number" value="3"/>
<select name="r9"><option value="out_of_stock">Out</option><option value="price" selected="">Price</option></select>
<textarea name="note">
a &lt;b&gt; &amp; &#x27;c&#39;</textarea><input type="file" name="sheet"/>
<button type="submit" name="intent" value="accept"><span>Accept</span> all</button><button type="button">No</button></form>
<input type="text" name="late" form="day" value="here"/><script>"<form>"</script>
<form method="get"><input name="q" disabled value="1"></form></main>`;

test("sends hidden fields, ticked boxes, chosen options, and controls that name the form", () => {
  const [day] = readForms(PAGE);
  expect(day?.action).toBe("/supplier/t?order=1001-1&x=1");
  expect(day?.fields).toEqual([
    ["po", "7.1"],
    ["o7", "on"],
    ["n9", "3"],
    ["r9", "price"],
    ["note", "a <b> & 'c'"],
    ["late", "here"],
  ]);
});

test("knows what a tick would send, and the buttons that send", () => {
  const [day] = readForms(PAGE);
  expect(day?.controls.find(({ name }) => name === "l9")).toEqual({
    name: "l9",
    type: "checkbox",
    value: "yes",
  });
  expect(day?.buttons).toEqual([{ name: "intent", value: "accept", text: "Accept all" }]);
});

test("leaves out what is disabled, and finds every form", () => {
  const forms = readForms(PAGE);
  expect(forms).toHaveLength(2);
  expect(forms[1]?.fields).toEqual([]);
});
