/** `/desk`, `/desk/{supplier}/feed`, and the buttons of the desk's page. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseFields, readBody, redirect, send, sendHtml } from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { changeDesk } from "./describe-desk.ts";
import { renderDesk } from "./desk-page.ts";
import { findDeskSupplier } from "./desk-suppliers.ts";
import { makeFeed } from "./feeds/make-feed.ts";

export async function answerDesk(
  sandbox: Sandbox,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, code, part] = path.split("/").filter((piece) => piece !== "");
  if (request.method === "POST") return press(sandbox, request, response);
  if (code === undefined) return sendHtml(response, 200, renderDesk(sandbox));
  const supplier = findDeskSupplier(code);
  if (!supplier || !part?.startsWith("feed"))
    return sendHtml(response, 404, renderDesk(sandbox, "There is no such page."));
  const feed = await makeFeed(sandbox, supplier.code);
  send(response, 200, feed.bytes, {
    "content-type": feed.mimeType,
    "content-disposition": `attachment; filename="${code}-${feed.name}"`,
  });
}

async function press(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields = parseFields(await readBody(request), request.headers["content-type"] ?? "");
  try {
    await changeDesk(sandbox, fields ?? {});
    redirect(response, `/desk#${String(fields?.["supplier"] ?? "")}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    sendHtml(response, 422, renderDesk(sandbox, error.message));
  }
}
