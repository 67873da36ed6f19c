/**
 * Reads a request's body up to a limit that is kept while reading: a length that the sender states proves nothing, and one
 * that it does not state is none. Null: more came than is taken; the rest is never read.
 */
export async function readBody(
  request: Request,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return null;
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return Uint8Array.from(Buffer.concat(parts));
    // A request's body is bytes; the type of the stream does not say so.
    const bytes = value as Uint8Array;
    length += bytes.length;
    if (length > mostBytes) {
      await reader?.cancel();
      return null;
    }
    parts.push(bytes);
  }
}
