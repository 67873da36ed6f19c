/**
 * Structured logs. Names, e-mails, addresses and tokens never reach them: callers log ids, and this file
 * redacts what slips through. Level `info` or above: the Shopify library's debug log prints session tokens.
 */
import { pino, type Logger as PinoLogger } from "pino";

export type Logger = Pick<PinoLogger, "info" | "warn" | "error" | "debug" | "child">;

const REDACTED = [
  "authorization",
  "cookie",
  "accessToken",
  "refreshToken",
  "access_token",
  "refresh_token",
  "id_token",
  "session",
  "email",
  "phone",
  "address",
  "customer",
  "hmac",
  "signature",
];

export type LogLevel = "info" | "warn" | "error" | "silent";

/** A JSON-lines logger on standard output for one process (`web`, `worker`, `migrate`). */
export function createLogger(processName: string, level: LogLevel): Logger {
  return pino({
    name: processName,
    level,
    base: { process: processName },
    redact: {
      paths: REDACTED.flatMap((key) => [key, `*.${key}`, `req.headers.${key}`]),
      censor: "[redacted]",
    },
  });
}
