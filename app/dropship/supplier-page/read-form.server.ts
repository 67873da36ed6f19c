/** Reads the form that was posted, up to a limit. */
import { readBody } from "#app/platform/read-body.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";

export type FormRefusal = { readonly code: "too_large" | "bad_form" };

/** Larger than the largest file that is taken and the form around it. */
const MOST_FORM_BYTES = 3 * 2 ** 20;

export async function readForm(request: Request): Promise<Result<FormData, FormRefusal>> {
  const body = await readBody(request, MOST_FORM_BYTES);
  if (body === null) return refuse({ code: "too_large" });
  const type = request.headers.get("content-type") ?? "";
  try {
    return accept(await new Response(body, { headers: { "Content-Type": type } }).formData());
  } catch {
    // Cut off, of another kind, or made up: the parser's own words help nobody.
    return refuse({ code: "bad_form" });
  }
}
