/** Whether a stored text speaks of a person. Pure. */
import type { Person, PersonTarget } from "#app/platform/personal-data.ts";

// A shorter number stands for too many other things; Shopify's ids of today have thirteen digits.
const MIN_ID_DIGITS = 10;

/** The texts by which a request itself names the person, in lower case. */
export function wordsOf({ customerGid, email, phone }: Person): string[] {
  const customerId = customerGid?.split("/").at(-1) ?? "";
  const words = [customerGid, email, phone, customerId.length >= MIN_ID_DIGITS ? customerId : null];
  return words.flatMap((word) => (word ? [word.toLowerCase()] : []));
}

/** The words that mean this person and nobody else: two people may share a name, a street or a telephone. */
export const unmistakableWordsOf = (person: Person): string[] =>
  wordsOf({ ...person, phone: null });

/** Looks for the person's words, and for the ids of the customer and the orders as whole numbers. */
export function mentionsPerson(
  text: string,
  { person, orderGids, words }: Pick<PersonTarget, "person" | "orderGids" | "words">,
): boolean {
  const plain = unescapeJson(text).toLowerCase();
  if (words.some((word) => plain.includes(word))) return true;
  const ids = [person.customerGid, ...orderGids].flatMap((gid) => gid?.split("/").at(-1) ?? []);
  if (ids.length === 0) return false;
  const wanted = new Set(ids);
  return (plain.match(/\d+/g) ?? []).some((number) => wanted.has(number));
}

/** JSON may write any letter as \uXXXX, and Shopify writes some so. */
const unescapeJson = (text: string) =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll("\\/", "/");
