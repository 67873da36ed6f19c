/** What an import says about a row it could not use. */

export type CsvProblem = {
  file: string;
  /** 1-based, as an editor counts. */
  line: number;
  /** Header of the column; `-` when the row as a whole is unreadable. */
  column: string;
  /** One sentence for the merchant. */
  reason: string;
};

/** A cell that cannot be read. Caught by the row that holds it. */
export class CellFault extends Error {
  readonly column: string;

  constructor(column: string, reason: string) {
    super(reason);
    this.column = column;
  }
}
