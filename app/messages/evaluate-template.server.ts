/** Whether a text can be published: it renders for a full example and for the barest one, within the limits. */
import type { TemplateText } from "./default-templates/template-text.ts";
import { renderLiquid } from "./render-liquid.server.ts";
import { exampleFacts } from "./example-facts.ts";
import { readBlocks } from "./message-blocks.ts";
import { templateScope } from "./template-scope.ts";
import type { TemplateName } from "./templates-store.server.ts";

export type TemplateErrors = Readonly<Partial<Record<keyof TemplateText, string>>>;

/** What is wrong, per field; null when it can be published. */
export function evaluateTemplate(text: TemplateText, name: TemplateName): TemplateErrors | null {
  const errors: { subject?: string; body?: string } = {};
  for (const field of ["subject", "body"] as const) {
    const sentence = findFault(text[field], field, name);
    if (sentence) errors[field] = sentence;
  }
  return Object.keys(errors).length > 0 ? errors : null;
}

function findFault(
  source: string,
  field: keyof TemplateText,
  { event, language }: TemplateName,
): string | null {
  if (source.trim() === "")
    return field === "subject" ? "Write a subject." : "Write what the shopper is to read.";
  if (field === "subject" && /[\r\n]/.test(source)) return "Write the subject in one line.";
  for (const isFull of [true, false]) {
    const scope = templateScope(exampleFacts(event, isFull), { language, timeZone: "UTC" });
    const rendered = renderLiquid(source, scope, { isStrict: true });
    if (!rendered.ok) return rendered.refusal.message;
    if (isFull && rendered.value.trim() === "") return "This text comes out empty.";
    if (field === "body" && isFull && readBlocks(rendered.value).length === 0)
      return "Nothing would be left to read. A link needs an address.";
  }
  return null;
}
