/**
 * Two batches under way: while one waits for the database, the next is planned and sent. The second begins when the first
 * holds its locks, and ends after it: neither waits for what the other holds.
 */

export type Turn = {
  /** Resolves when the batch before has been committed; rejects when it was not. */
  readonly before: Promise<void>;
  /** The locks are held: the next batch may begin. */
  readonly goOn: () => void;
};

/** The turn of a batch that has no neighbours. */
export const ALONE: Turn = { before: Promise.resolve(), goOn: () => undefined };

export function createTurns() {
  let last: Promise<void> = Promise.resolve();
  let beforeLast = last;
  return {
    /** Waits for room, begins the task, and returns as soon as the next may begin. Throws what an earlier task threw. */
    async begin(task: (turn: Turn) => Promise<void>): Promise<void> {
      await beforeLast;
      const before = last;
      beforeLast = last;
      await new Promise<void>((resolve) => {
        last = task({ before, goOn: resolve });
        // Told by the next call; until then it must not end the process, nor keep the caller waiting.
        last.then(resolve, () => resolve());
      });
    },
    /** Resolves when all have ended. Throws what the first to fail threw. */
    async end(): Promise<void> {
      await beforeLast.finally(() => last.catch(() => undefined));
      await last;
    },
  };
}
