/** Whom a note speaks to: `@` and somebody's whole name, or their first name where nobody else has it. Pure. */

export type Mentionable = { readonly id: string; readonly name: string };

/** Ids of the people mentioned, each once, in the order of the list. */
export function findMentions(text: string, people: readonly Mentionable[]): string[] {
  const spoken = fold(text);
  const firstNames = people.map(({ name }) => firstNameOf(name));
  return people
    .filter(({ name }, index) => {
      const first = firstNames[index] ?? "";
      const isOnlyOne = firstNames.filter((other) => other === first).length === 1;
      return hasMention(spoken, fold(name)) || (isOnlyOne && hasMention(spoken, first));
    })
    .map(({ id }) => id);
}

/** What stands behind the last `@` of an unfinished text; null when nobody is being named. */
export function unfinishedMention(text: string): string | null {
  return /(?:^|\s)@([\p{L}\p{M}'’ -]{0,40})$/u.exec(text)?.[1] ?? null;
}

/** The text with the unfinished mention completed. */
export const completeMention = (text: string, name: string): string =>
  text.replace(/@[\p{L}\p{M}'’ -]{0,40}$/u, () => `@${name} `);

/** People whose name begins as the unfinished mention does. */
export function suggestPeople<Person extends Mentionable>(
  text: string,
  people: readonly Person[],
): Person[] {
  const begun = unfinishedMention(text);
  if (begun === null) return [];
  const start = fold(begun);
  return people.filter(({ name }) => fold(name).startsWith(start) && fold(name) !== start.trim());
}

function hasMention(text: string, name: string): boolean {
  if (name === "") return false;
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + 1 + name.length] ?? " ";
    if (!isWordCharacter(before) && !isWordCharacter(after)) return true;
  }
  return false;
}

const isWordCharacter = (character: string) => /[\p{L}\p{M}\p{N}]/u.test(character);

const firstNameOf = (name: string) => fold(name).split(" ")[0] ?? "";

const fold = (text: string) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ");
