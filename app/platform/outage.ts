/**
 * Outages: the world says not now, or no. Typed errors derive from this one; the job runner reads `retry`.
 * Refusals (the business says no) are values, never thrown; bugs are plain errors.
 */
export class Outage extends Error {
  override name: string = "Outage";
  /** `later`: the same call may succeed. `never`: trying again cannot help, a person has to look. */
  readonly retry: "later" | "never";
  /** Not before this long; null when nobody knows. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    options: { retry: "later" | "never"; retryAfterMs?: number | null; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retry = options.retry;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
