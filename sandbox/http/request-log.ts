/** The last requests the sandbox answered, for `/__sandbox/log` and for tests that count calls. No bodies. */

export type LogEntry = {
  seq: number;
  at: string;
  method: string;
  host: string;
  path: string;
  status: number;
  ms: number;
  /** GraphQL operation name or first root field; null for everything else. */
  operation: string | null;
  fault: string | null;
};

export type RequestLog = { nextSeq: number; entries: LogEntry[]; counts: Record<string, number> };

// 5,000 entries are about 1 MB: enough for any test, bounded for a demo that runs for days.
const MAX_ENTRIES = 5_000;

export function emptyLog(): RequestLog {
  return { nextSeq: 1, entries: [], counts: {} };
}

export function recordRequest(log: RequestLog, entry: Omit<LogEntry, "seq">): void {
  log.entries.push({ seq: log.nextSeq, ...entry });
  log.nextSeq += 1;
  const key = entry.operation ?? `${entry.method} ${entry.path}`;
  log.counts[key] = (log.counts[key] ?? 0) + 1;
  if (log.entries.length > MAX_ENTRIES) log.entries.splice(0, log.entries.length - MAX_ENTRIES);
}
