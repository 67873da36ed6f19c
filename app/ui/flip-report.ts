/** What a change of settings would move, as a page shows it before it saves. */
export type FlipReport = {
  readonly count: number;
  /** "12 orders: Unfulfilled → no flag" */
  readonly lines: readonly string[];
  /** some of them, to look at */
  readonly orders: readonly {
    readonly name: string;
    readonly path: string;
    readonly before: string;
    readonly after: string;
  }[];
};

/** Names what was shown: a save that carries it has been seen. */
export const nameFlips = ({ count, lines }: FlipReport): string => `${count}: ${lines.join("; ")}`;
