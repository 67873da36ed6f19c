import { expect, test } from "vitest";
import { readBody } from "#app/platform/read-body.server.ts";

/** A body of chunks whose length nobody states; counts how many were asked for. */
function streamed(chunks: number, bytes = 10) {
  const asked = { chunks: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (asked.chunks === chunks) return controller.close();
        asked.chunks += 1;
        controller.enqueue(new Uint8Array(bytes).fill(97));
      },
      cancel: () => void (asked.isCancelled = true),
    },
    { highWaterMark: 0 },
  );
  // Node asks for it with a body that is a stream; the library's type does not know it.
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  return { asked, request: new Request("http://localhost/", init) };
}

test("reads a body that is as long as it may be", async () => {
  const read = await readBody(streamed(10).request, 100);
  expect(Buffer.from(read ?? []).toString()).toBe("a".repeat(100));
});

test("stops where more comes than is taken, although no length was stated", async () => {
  const { asked, request } = streamed(1_000);
  expect(await readBody(request, 100)).toBeNull();
  expect(asked.chunks).toBeLessThan(20);
  expect(asked.isCancelled).toBe(true);
});

test("reads nothing of what is too long by its own word, and takes no body for an empty one", async () => {
  const headers = { "content-length": "101" };
  const told = new Request("http://localhost/", { method: "POST", body: "a", headers });
  expect(await readBody(told, 100)).toBeNull();
  expect(await readBody(new Request("http://localhost/"), 100)).toHaveLength(0);
});
