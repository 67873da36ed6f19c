/** Small helpers over node:http: read a body with a limit, answer with JSON, HTML or text. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

// 32 MB: a bulk mutation's JSONL upload may be 20 MB; more is a mistake and would only fill memory.
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error("request body is larger than 32 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  send(response, status, JSON.stringify(body, bigintAsText), {
    "content-type": "application/json; charset=utf-8",
    ...headers,
  });
}

export function sendHtml(
  response: ServerResponse,
  status: number,
  html: string,
  headers: OutgoingHttpHeaders = {},
): void {
  send(response, status, html, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  });
}

export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: OutgoingHttpHeaders = {},
): void {
  if (response.destroyed) return;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}

export function redirect(response: ServerResponse, location: string): void {
  send(response, 302, "", { location, "cache-control": "no-store" });
}

/** Fields of a JSON or form body; null when it is neither. Nested values are kept as they came. */
export function parseFields(body: Buffer, contentType: string): Record<string, unknown> | null {
  const text = body.toString("utf8");
  if (contentType.includes("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const parsed: unknown = text === "" ? {} : JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lets `JSON.stringify` pass money (bigint minor units) and maps; used for control answers and logs. */
export function bigintAsText(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
  return value instanceof Set ? [...value] : value;
}
