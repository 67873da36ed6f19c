/** Korean syllables in Latin letters, each by itself: Revised Romanization without what neighbours do to a sound. Pure. */

const FIRST = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ");
const MIDDLE = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ");
const LAST = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ");

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = FIRST.length * MIDDLE.length * LAST.length;

/** Null: it is no Korean syllable. */
export function romaniseHangul(letter: string, beginsWord: boolean): string | null {
  const index = (letter.codePointAt(0) ?? 0) - FIRST_SYLLABLE;
  if (index < 0 || index >= SYLLABLES) return null;
  const last = index % LAST.length;
  const middle = Math.floor(index / LAST.length) % MIDDLE.length;
  const first = Math.floor(index / LAST.length / MIDDLE.length);
  const text = `${FIRST[first] ?? ""}${MIDDLE[middle] ?? ""}${LAST[last] ?? ""}`;
  return beginsWord ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}
