/**
 * Reads the forms of a page as a browser without scripts would fill them in: names, values, what is ticked, the buttons. For
 * markup that a server wrote; it does not mend broken HTML. Pure.
 */

export type PageForm = {
  id: string | null;
  /** As written; null: the page's own address. */
  action: string | null;
  /** What would be sent if nobody touched it: unticked boxes are left out. */
  fields: [name: string, value: string][];
  /** Every control by name, in order, with what a tick would send. */
  controls: { name: string; type: string; value: string }[];
  buttons: { name: string | null; value: string; text: string }[];
};

type Attributes = ReadonlyMap<string, string>;

/** Forms in the order they stand; controls that name a form by its id belong to it wherever they are. */
export function readForms(html: string): PageForm[] {
  const text = html.replace(/<script[\s\S]*?<\/script>/gi, "").replace(/<!--[\s\S]*?-->/g, "");
  const found = [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(
    ([, head = "", inner = ""]) => ({ attributes: readAttributes(head), inner }),
  );
  const outside = text.replace(/<form\b[\s\S]*?<\/form>/gi, "");
  return found.map(({ attributes, inner }) => {
    const id = attributes.get("id") ?? null;
    const form = emptyForm(id, attributes.get("action") ?? null);
    addControls(form, inner, () => true);
    if (id !== null) addControls(form, outside, (control) => control.get("form") === id);
    return form;
  });
}

function emptyForm(id: string | null, action: string | null): PageForm {
  return { id, action, fields: [], controls: [], buttons: [] };
}

const CONTROL =
  /<(input)\b([^>]*)>|<(select|textarea|button)\b([^>]*)>([\s\S]*?)<\/(?:select|textarea|button)>/gi;

function addControls(
  form: PageForm,
  html: string,
  isOurs: (attributes: Attributes) => boolean,
): void {
  for (const [, input, head = "", other, otherHead = "", inner = ""] of html.matchAll(CONTROL)) {
    const attributes = readAttributes(input ? head : otherHead);
    if (!isOurs(attributes) || attributes.has("disabled")) continue;
    if (input) addInput(form, attributes);
    else addOther(form, (other ?? "").toLowerCase(), attributes, inner);
  }
}

function addInput(form: PageForm, attributes: Attributes): void {
  const type = (attributes.get("type") ?? "text").toLowerCase();
  const isTick = type === "checkbox" || type === "radio";
  const value = attributes.get("value") ?? (isTick ? "on" : "");
  const name = attributes.get("name") ?? null;
  if (type === "submit") form.buttons.push({ name, value, text: value });
  if (name === null || ["submit", "button", "image", "file", "reset"].includes(type)) return;
  form.controls.push({ name, type, value });
  if (!isTick || attributes.has("checked")) form.fields.push([name, value]);
}

function addOther(form: PageForm, tag: string, attributes: Attributes, inner: string): void {
  const name = attributes.get("name") ?? null;
  if (tag === "button") {
    if ((attributes.get("type") ?? "submit") !== "submit") return;
    const text = unescapeHtml(inner.replace(/<[^>]+>/g, " "))
      .replace(/\s+/g, " ")
      .trim();
    form.buttons.push({ name, value: attributes.get("value") ?? "", text });
    return;
  }
  if (name === null) return;
  const value = tag === "select" ? readSelected(inner) : unescapeHtml(inner.replace(/^\n/, ""));
  form.controls.push({ name, type: tag, value });
  form.fields.push([name, value]);
}

/** The chosen option's value, else the first one's. */
function readSelected(inner: string): string {
  const options = [...inner.matchAll(/<option\b([^>]*)>([\s\S]*?)(?=<\/option>|<option|$)/gi)];
  const read = options.map(([, head = "", text = ""]) => {
    const attributes = readAttributes(head);
    return { isChosen: attributes.has("selected"), value: attributes.get("value") ?? text.trim() };
  });
  return (read.find(({ isChosen }) => isChosen) ?? read[0])?.value ?? "";
}

function readAttributes(head: string): Attributes {
  const pairs = [...head.matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)];
  return new Map(
    pairs.map(([, name = "", double, single, bare]) => [
      name.toLowerCase(),
      unescapeHtml(double ?? single ?? bare ?? ""),
    ]),
  );
}

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function unescapeHtml(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, code: string) => {
    if (!code.startsWith("#")) return NAMED[code] ?? whole;
    const isHex = code[1]?.toLowerCase() === "x";
    return String.fromCodePoint(parseInt(code.slice(isHex ? 2 : 1), isHex ? 16 : 10));
  });
}
