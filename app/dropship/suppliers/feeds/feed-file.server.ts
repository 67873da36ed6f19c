/** The bytes of a run's file, kept in pieces in the database so that any worker can read what any web received. */
import { inShop, type Db } from "#app/platform/db.server.ts";

export type FeedBytes = () => AsyncIterable<Uint8Array>;

type Target = { readonly shopId: bigint; readonly runId: bigint };

/** Read anew on each call, a piece at a time. */
export const openFeedFile = (db: Pick<Db, "prisma">, { shopId, runId }: Target): FeedBytes =>
  async function* () {
    for (let position = 0; ; position += 1) {
      const part = await inShop(db, shopId, (tx) =>
        tx.feedPart.findUnique({
          where: { shopId_runId_position: { shopId, runId, position } },
          select: { bytes: true },
        }),
      );
      if (!part) return;
      yield part.bytes;
    }
  };
