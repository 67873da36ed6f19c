/** Reads what was posted, up to a limit that is kept while reading: a length that the sender states proves nothing. */
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type FormRefusal = { readonly code: "too_large" | "bad_form" };

/** Larger than the largest file that is taken and the form around it. */
export const MOST_FORM_BYTES = 3 * 2 ** 20;

export async function readBody(
  request: Request,
  most = MOST_FORM_BYTES,
): Promise<Result<Uint8Array<ArrayBuffer>, FormRefusal>> {
  if (Number(request.headers.get("content-length") ?? 0) > most)
    return refuse({ code: "too_large" });
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    // A request's body is bytes; the type of the stream does not say so.
    const bytes = value as Uint8Array;
    length += bytes.length;
    if (length > most) {
      await reader?.cancel();
      return refuse({ code: "too_large" });
    }
    parts.push(bytes);
  }
  return accept(Uint8Array.from(Buffer.concat(parts)));
}

export async function readForm(request: Request): Promise<Result<FormData, FormRefusal>> {
  const body = await readBody(request);
  if (!body.ok) return body;
  const type = request.headers.get("content-type") ?? "";
  try {
    return accept(await new Response(body.value, { headers: { "Content-Type": type } }).formData());
  } catch {
    // Cut off, of another kind, or made up: the parser's own words help nobody.
    return refuse({ code: "bad_form" });
  }
}
