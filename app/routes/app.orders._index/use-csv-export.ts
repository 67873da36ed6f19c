/**
 * Downloads the list as CSV from inside the admin's frame. A plain link carries no session token there, so the file is
 * fetched (App Bridge adds the token to fetch), read as a stream and handed to the browser as a file. No address ever holds
 * a secret, nothing is stored, and a token is used for one request of one minute. Measured limit: the file is held in the
 * reader's memory, about 15 MB for 100,000 orders.
 */
import { useState } from "react";
import type { OrderListQuery } from "#app/orders/views.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import { formatOrderListParams } from "./order-list-params.ts";

export function useCsvExport(query: OrderListQuery) {
  const [receivedBytes, setReceivedBytes] = useState<number | null>(null);
  const toast = useToast();

  async function start() {
    setReceivedBytes(0);
    try {
      const params = formatOrderListParams({ ...query, cursor: null });
      const response = await fetch(`/app/orders/export?${params}`);
      if (!response.ok || !response.body)
        throw new Error(`The export answered ${response.status}.`);
      const parts = await readAll(response.body, setReceivedBytes);
      saveFile(new Blob(parts, { type: "text/csv" }), fileNameOf(response));
      toast("Orders exported");
    } catch (error) {
      console.warn(error);
      toast("The export stopped. Nothing was saved; try again.", { isError: true });
    } finally {
      setReceivedBytes(null);
    }
  }

  return { start, receivedBytes };
}

async function readAll(body: ReadableStream<Uint8Array>, onProgress: (bytes: number) => void) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(new Uint8Array(read.value));
    bytes += read.value.byteLength;
    onProgress(bytes);
  }
  return parts;
}

function fileNameOf(response: Response) {
  const header = response.headers.get("Content-Disposition") ?? "";
  return /filename="([^"]+)"/.exec(header)?.[1] ?? "orders.csv";
}

function saveFile(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
