/** Sentences beside the fields of a form while it is read. Pure. */
export type Notes = {
  /** The first sentence about a field stays. */
  readonly add: (path: string, sentence: string) => void;
  readonly isEmpty: () => boolean;
  readonly all: () => Readonly<Record<string, string>>;
};

export function createNotes(): Notes {
  const notes: Record<string, string> = {};
  return {
    add: (path, sentence) => void (notes[path] ??= sentence),
    isEmpty: () => Object.keys(notes).length === 0,
    all: () => notes,
  };
}

/** A whole number within its bounds; else a sentence and the least. */
export function parseCount(
  notes: Notes,
  path: string,
  typed: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const text = typed.trim();
  const value = /^\d{1,9}$/.test(text) ? Number(text) : null;
  if (value !== null && value >= least && value <= most) return value;
  notes.add(path, `Enter a whole number from ${least} to ${most}.`);
  return least;
}

/** HH:MM as minutes after midnight; null when it is no time. */
export function parseClock(typed: string): number | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed.trim());
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}
