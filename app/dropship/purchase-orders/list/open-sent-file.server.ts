/** What a supplier got, as it left: read back from the bytes that were sent. */
import PostalMime from "postal-mime";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { DocumentFile } from "#app/dropship/purchase-orders/documents/document-facts.ts";

/** `data`: the table of a mail, the file of an SFTP upload, the document of a request. `words`: what a mail said. */
export const SENT_PARTS = ["pdf", "data", "words"] as const;
type SentPart = (typeof SENT_PARTS)[number];

/** What there is to look at, by what left and how. A workbook is left out: the supplier's own link stands in it. */
export function listSentParts(
  channel: string,
  purpose: string,
  fileNames: "csv" | "xlsx",
): SentPart[] {
  if (channel === "sftp" || channel === "https") return ["data"];
  if (channel !== "email" || purpose !== "order") return ["words"];
  return fileNames === "csv" ? ["pdf", "data", "words"] : ["pdf", "words"];
}

type SentWish = { readonly transmissionId: bigint; readonly part: SentPart };

/** Null: there is no such transmission, its bytes are forgotten, or it has no such part. */
export async function openSentFile(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  { transmissionId, part }: SentWish,
): Promise<DocumentFile | null> {
  const sent = await inShop(db, shopId, (tx) =>
    tx.purchaseOrderTransmission.findUnique({
      where: { shopId_id: { shopId, id: transmissionId } },
      select: { bytes: true, channel: true, fileName: true, idempotencyKey: true },
    }),
  );
  if (!sent?.bytes) return null;
  const { bytes, channel, fileName, idempotencyKey: key } = sent;
  if (channel === "sftp")
    return part === "data" ? withoutLink(fileName ?? `${key}.csv`, "text/csv", bytes) : null;
  if (channel === "https")
    return part === "data" ? withoutLink(`${key}.json`, "application/json", bytes) : null;
  return openMailPart(bytes, part, key);
}

async function openMailPart(
  bytes: Uint8Array,
  part: SentPart,
  key: string,
): Promise<DocumentFile | null> {
  const mail = await PostalMime.parse(bytes);
  if (part === "words") {
    const text = `${mail.subject ?? ""}\n\n${mail.text ?? ""}`;
    return withoutLink(`${key}.txt`, "text/plain", Buffer.from(text));
  }
  const type = part === "pdf" ? "application/pdf" : "text/csv";
  const found = mail.attachments.find(({ mimeType }) => mimeType === type);
  if (!found || typeof found.content === "string") return null;
  const content = new Uint8Array(found.content);
  const name = found.filename ?? `${key}.${part}`;
  return part === "pdf"
    ? { name, contentType: type, bytes: content }
    : withoutLink(name, type, content);
}

// Who has the address of a supplier's page speaks for the supplier: it is no one else's.
const SUPPLIER_LINK = /(\/supplier\/)[\w-]+/g;

const withoutLink = (name: string, contentType: string, bytes: Uint8Array): DocumentFile => ({
  name,
  contentType: `${contentType}; charset=utf-8`,
  bytes: Buffer.from(Buffer.from(bytes).toString("utf8").replace(SUPPLIER_LINK, "$1…")),
});
