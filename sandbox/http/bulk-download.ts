/** The result file of a bulk operation: JSON lines, streamed, with `Range`. Needs no token, like Shopify's signed links. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readBulkResult } from "#sandbox/graphql/bulk/run-bulk.ts";
import { isBulkSignatureValid } from "#sandbox/graphql/bulk/result-url.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import type { Sandbox } from "./sandbox-context.ts";
import { sendJson } from "./respond.ts";

type Range = { from: number; to: number };

export async function answerBulkDownload(
  sandbox: Sandbox,
  shop: ShopState,
  gid: string,
  params: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const lines = readBulkResult(sandbox.state.world, shop, gid);
  const expires = Number(params.get("Expires"));
  const isSigned = isBulkSignatureValid(gid, expires, params.get("Signature") ?? "");
  const isExpired = expires * 1000 < nowMs(sandbox.state.world);
  if (!isSigned || isExpired) return sendJson(response, 403, { errors: "Forbidden" });
  if (lines === null) return sendJson(response, 404, { errors: "Not Found" });
  const size = countBytes(readBulkResult(sandbox.state.world, shop, gid) ?? []);
  const range = parseRange(request.headers.range, size);
  if (range === "unsatisfiable") {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  const headers = { "content-type": "application/jsonl", "accept-ranges": "bytes" };
  if (range) {
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${range.from}-${range.to}/${size}`,
      "content-length": range.to - range.from + 1,
    });
  } else {
    response.writeHead(200, { ...headers, "content-length": size });
  }
  const wanted = range ?? { from: 0, to: size - 1 };
  await pipeline(Readable.from(cutLines(lines, wanted)), response).catch(ignoreAbort);
}

/** A client that stops reading is its own affair. */
function ignoreAbort(error: unknown): void {
  const isAbort = error instanceof Error && "code" in error;
  if (!isAbort) throw error;
}

function countBytes(lines: Iterable<string>): number {
  let size = 0;
  for (const line of lines) size += Buffer.byteLength(line);
  return size;
}

function* cutLines(lines: Iterable<string>, { from, to }: Range): Generator<Buffer> {
  let at = 0;
  for (const line of lines) {
    const bytes = Buffer.from(line);
    const start = Math.max(0, from - at);
    const end = Math.min(bytes.length, to + 1 - at);
    if (start < end) yield bytes.subarray(start, end);
    at += bytes.length;
    if (at > to) return;
  }
}

function parseRange(header: string | undefined, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return from > to || from >= size ? "unsatisfiable" : { from, to };
}
