/** A short mail of paragraphs, as text and as markup. Pure. */

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");

/** `link`: a labelled address under the words. */
export function plainMail(
  body: string,
  link?: { readonly label: string; readonly href: string },
): { readonly text: string; readonly html: string } {
  const paragraphs = body.split(/\n{2,}/);
  const html = paragraphs.map((one) => `<p style="white-space:pre-wrap">${escape(one)}</p>`);
  if (link) html.push(`<p><a href="${escape(link.href)}">${escape(link.label)}</a></p>`);
  return {
    text: link ? `${body}\n\n${link.label}\n${link.href}` : body,
    html: html.join("\n"),
  };
}
