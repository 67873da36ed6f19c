/** HTML by tagged template: every interpolated value is escaped unless it is already `Html`. */

export type Html = { readonly html: string };

export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += render(value) + (strings[index + 1] ?? "");
  });
  return { html: text };
}

/** Marks text as HTML already. Only for markup written in this repository, never for stored values. */
export function raw(text: string): Html {
  return { html: text };
}

/** JSON for a `<script type="application/json">`: `<` is escaped so that no value can close the element. */
export function jsonScript(id: string, value: unknown): Html {
  const text = JSON.stringify(value).replaceAll("<", "\\u003c");
  return raw(`<script type="application/json" id="${id}">${text}</script>`);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function render(value: unknown): string {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(render).join("");
  return isHtml(value) ? value.html : escapeHtml(String(value));
}

function isHtml(value: unknown): value is Html {
  return typeof value === "object" && value !== null && "html" in value;
}
