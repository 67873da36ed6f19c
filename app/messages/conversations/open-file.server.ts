/** A file of a conversation, as it came: handed out as a download with a type of our own, never shown. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import { FILE_KINDS, isFileKind } from "./assess-file.ts";

export type OpenedFile = {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array<ArrayBuffer>;
};

export function openConversationFile(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  fileId: bigint,
): Promise<OpenedFile | null> {
  return inShop(db, shopId, async (tx) => {
    const file = await tx.conversationFile.findUnique({
      where: { shopId_id: { shopId, id: fileId } },
    });
    if (!file?.content || !file.kind || !isFileKind(file.kind)) return null;
    return {
      name: file.name ?? "file",
      contentType: FILE_KINDS[file.kind].type,
      content: Uint8Array.from(file.content),
    };
  });
}
