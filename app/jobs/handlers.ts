/** What a job handler is: the wiring in app/worker.ts must name one for every job of the catalogue. */
import type { JobName, JobPayload } from "./catalogue.ts";

export type JobContext = {
  readonly jobId: string;
  /** The try that is running, from 1. */
  readonly attempt: number;
  /** Fires when the try has taken too long or the worker is told to stop. */
  readonly signal: AbortSignal;
};

/** Safe to run twice. Throws an Outage or a bug; what the business refuses, it records and returns. */
export type JobHandler<Name extends JobName> = (
  payload: JobPayload<Name>,
  context: JobContext,
) => Promise<void>;

export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };
