/** A file as records, whichever kind it is: a workbook says so by its first bytes, everything else is text. */
import type { FeedBytes } from "./feed-file.server.ts";
import { openTextFeed, type OpenedFeed } from "./read-text-feed.server.ts";
import { openXlsxFeed } from "./read-xlsx-feed.server.ts";

/** null when there is no table in it. Throws XlsxBroken. `close` removes what was put on the disk. */
export async function openFeed(
  file: FeedBytes,
): Promise<(OpenedFeed & { readonly close: () => Promise<void> }) | null> {
  if (await isZip(file)) return openXlsxFeed(file);
  const opened = await openTextFeed(file);
  return opened && { ...opened, close: () => Promise.resolve() };
}

async function isZip(file: FeedBytes): Promise<boolean> {
  for await (const bytes of file()) return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;
  return false;
}
