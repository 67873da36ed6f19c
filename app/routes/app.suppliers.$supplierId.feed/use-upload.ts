/** Sends a file up in parts, so that a slow line loses a part and not the whole; the server reads it when all is there. */
import { useRevalidator } from "@remix-run/react";
import { useState } from "react";

// What the server takes at once.
const PART_BYTES = 2 * 1024 * 1024;
const MOST_BYTES = 50 * 1024 * 1024;
const TRIES = 3;

type Answer = { runId?: string; message?: string | null; sentence?: string };

export function useUpload({ address, supplierId }: { address: string; supplierId: string }) {
  const { revalidate } = useRevalidator();
  const [sentRatio, setSentRatio] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function send(file: File) {
    setRefusal(null);
    if (file.size > MOST_BYTES)
      return setRefusal(
        "The file is larger than 50 MB. Leave out columns that are not needed, or send it in parts.",
      );
    setSentRatio(0);
    try {
      const { runId } = await post(address, {
        intent: "start",
        fileName: file.name,
        bytes: file.size,
      });
      for (let position = 0; position * PART_BYTES < file.size; position += 1) {
        const from = position * PART_BYTES;
        const part = file.slice(from, from + PART_BYTES);
        await sendPart(
          `/app/suppliers/${supplierId}/feed-part?run=${runId}&position=${position}`,
          part,
        );
        setSentRatio(Math.min(1, (from + PART_BYTES) / file.size));
      }
      await post(address, { intent: "finish", runId });
      revalidate();
    } catch (error) {
      setRefusal(
        error instanceof Refused
          ? error.message
          : "The file did not arrive. Nothing was changed. Try again.",
      );
    } finally {
      setSentRatio(null);
    }
  }

  return { send, sentRatio, refusal };
}

class Refused extends Error {
  override name = "Refused";
}

async function post(address: string, form: object): Promise<Answer> {
  const body = new URLSearchParams({ form: JSON.stringify(form) });
  // Asked for as data: the answer is JSON and not the page.
  const response = await fetch(`${address}?_data=routes%2Fapp.suppliers.%24supplierId.feed`, {
    method: "POST",
    body,
  });
  return readAnswer(response);
}

async function sendPart(address: string, part: Blob): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const headers = { "Content-Type": "application/octet-stream" };
      await readAnswer(await fetch(address, { method: "POST", body: part, headers }));
      return;
    } catch (error) {
      if (error instanceof Refused || attempt === TRIES) throw error;
    }
}

async function readAnswer(response: Response): Promise<Answer> {
  const answer = (await response.json()) as Answer; // our own actions answer with JSON
  if (!response.ok) throw new Refused(answer.message ?? answer.sentence ?? "The file was refused.");
  return answer;
}
