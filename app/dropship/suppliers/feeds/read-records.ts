/**
 * Records of delimited text as it streams past, each with the line it begins on. Lenient where files are: a quote inside
 * an unquoted cell is text, text after a closing quote is kept, lines end in LF, CRLF or CR. Pure.
 */

export type FeedRecord = {
  /** of the file, from 1; a quoted line break counts */
  readonly line: number;
  readonly cells: readonly string[];
};

export type RecordReader = {
  readonly push: (text: string) => FeedRecord[];
  readonly end: () => FeedRecord[];
};

// A quote that is never closed would swallow the file; a cell this long is none.
const LONGEST_CELL = 100_000;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/** `firstLine`: of the text's first character within the file. Empty lines are left out. */
export function createRecordReader(delimiter: string, firstLine = 1): RecordReader {
  const separator = delimiter.charCodeAt(0);
  let line = firstLine;
  let begunOn = firstLine;
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let wasQuoted = false;
  // A closing quote, or the first of two; a CR, or the first half of CRLF: the next character tells.
  let pending: "" | "quote" | "cr" = "";
  let out: FeedRecord[] = [];

  function endCell() {
    cells.push(cell);
    cell = "";
    wasQuoted = false;
  }

  function endRecord() {
    endCell();
    if (cells.length > 1 || cells[0] !== "") out.push({ line: begunOn, cells });
    cells = [];
    begunOn = line;
  }

  function take(text: string) {
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (pending === "quote") {
        pending = "";
        if (code === QUOTE) {
          cell += '"';
          at += 1;
          continue;
        }
        isQuoted = false;
      }
      if (pending === "cr") {
        pending = "";
        if (code === LF) {
          at += 1;
          continue;
        }
      }
      if (isQuoted) {
        const next = text.indexOf('"', at);
        const upTo = next === -1 ? text.length : next;
        const piece = text.slice(at, upTo);
        line += countLines(piece);
        cell += piece;
        if (cell.length > LONGEST_CELL) throw new CellTooLong(begunOn);
        at = upTo;
        if (next !== -1) {
          pending = "quote";
          at += 1;
        }
        continue;
      }
      if (code === separator) endCell();
      else if (code === LF || code === CR) {
        line += 1;
        endRecord();
        if (code === CR) pending = "cr";
      } else if (code === QUOTE && cell.trim() === "" && !wasQuoted) {
        cell = "";
        isQuoted = true;
        wasQuoted = true;
      } else {
        const from = at;
        at += 1;
        while (at < text.length && !isSpecial(text.charCodeAt(at), separator)) at += 1;
        cell += text.slice(from, at);
        if (cell.length > LONGEST_CELL) throw new CellTooLong(begunOn);
        continue;
      }
      at += 1;
    }
  }

  const flush = () => {
    const records = out;
    out = [];
    return records;
  };
  return {
    push(text) {
      take(text);
      return flush();
    },
    end() {
      if (cell !== "" || cells.length > 0 || wasQuoted) endRecord();
      return flush();
    },
  };
}

/** Thrown at a cell no list has: mostly a quote that is never closed. */
export class CellTooLong extends Error {
  override name = "CellTooLong";
  constructor(readonly line: number) {
    super(`A cell that begins on line ${line} does not end.`);
  }
}

const isSpecial = (code: number, separator: number) =>
  code === separator || code === LF || code === CR || code === QUOTE;

function countLines(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count += 1;
  }
  return count;
}
