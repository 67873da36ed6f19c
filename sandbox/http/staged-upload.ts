/** Where a staged upload goes: a form with the fields the Admin API handed out and one file, or a plain PUT. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ShopState } from "#sandbox/store/types.ts";
import { readBody, send } from "./respond.ts";

/** `/__sandbox/uploads` with the key in the form, or `/__sandbox/uploads/{key}` by PUT. */
export async function answerStagedUpload(
  shop: ShopState,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const type = request.headers["content-type"] ?? "";
  const upload = type.startsWith("multipart/form-data")
    ? await readForm(body, type)
    : {
        key: decodeURIComponent(path.replace(/^\/__sandbox\/uploads\/?/, "")),
        text: body.toString("utf8"),
      };
  const target = upload.key === null ? undefined : shop.stagedUploads.get(upload.key);
  if (!target) return send(response, 403, "<Error><Code>AccessDenied</Code></Error>");
  target.body = upload.text;
  send(response, 201, `<PostResponse><Key>${target.key}</Key></PostResponse>`, {
    "content-type": "application/xml",
  });
}

async function readForm(body: Buffer, type: string): Promise<{ key: string | null; text: string }> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": type },
  }).formData();
  const key = form.get("key");
  const file = form.get("file");
  const text = file === null || typeof file === "string" ? (file ?? "") : await file.text();
  return { key: typeof key === "string" ? key : null, text };
}
