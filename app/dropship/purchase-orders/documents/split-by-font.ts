/** Which of several fonts prints which part of a text. Pure. */

export type HasGlyph = (codePoint: number) => boolean;
type Run = { readonly font: number; readonly text: string };

/**
 * The first font that has every letter prints the whole text, so that a name is not set in two faces. Where none has, each
 * part goes to the first that has its letters; spaces, and what none has, stay with what is before them.
 */
export function splitByFont(text: string, fonts: readonly HasGlyph[]): Run[] {
  const letters = [...text];
  const codes = letters.map((letter) => letter.codePointAt(0) ?? 0);
  const covers = (has: HasGlyph | undefined, index: number) =>
    /\s/.test(letters[index] ?? "") || has?.(codes[index] ?? 0) === true;
  const whole = fonts.findIndex((has) => codes.every((_, index) => covers(has, index)));
  if (whole !== -1) return text === "" ? [] : [{ font: whole, text }];
  const runs: { font: number; text: string }[] = [];
  for (const [index, letter] of letters.entries()) {
    const last = runs.at(-1);
    const first = fonts.findIndex((has) => covers(has, index));
    const font = last && (covers(fonts[last.font], index) || first === -1) ? last.font : first;
    if (last?.font === font) last.text += letter;
    else runs.push({ font: Math.max(0, font), text: letter });
  }
  return runs;
}
