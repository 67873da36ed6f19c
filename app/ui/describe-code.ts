/** Codes of Shopify and of our own as a person reads them. */

/** "partially_refunded" → "Partially refunded"; "LABEL_PRINTED" → "Label printed". */
export function describeCode(code: string): string {
  const words = code
    .toLowerCase()
    .replace(/[_.-]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
