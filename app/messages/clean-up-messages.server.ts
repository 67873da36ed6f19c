/**
 * Forgets what mails and conversations said. That something was sent or said, when and about what stays; words, files and
 * addresses go.
 */
import { inSweep, type Db } from "#app/platform/db.server.ts";

// Mail is gone within 30 days; the clean-up comes once a day. Source: design, §4
const KEPT_DAYS = 29;
// A shopper may come back to what was agreed for as long as a guarantee commonly runs.
const CONVERSATION_DAYS = 730;
const BATCH = 1_000;
// Ends a run that finds more than it can do; the next day continues.
const MAX_ROUNDS = 500;

type CleanUpDeps = { readonly db: Pick<Db, "prisma"> };

export async function cleanUpMessages(deps: CleanUpDeps): Promise<void> {
  await repeat(() => forgetMails(deps));
  await repeat(() => forgetConversations(deps));
}

/** Until nothing is left. */
async function repeat(forget: () => Promise<bigint>): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) if ((await forget()) === 0n) return;
}

const forgetMails = ({ db }: CleanUpDeps): Promise<bigint> =>
  inSweep(db, async (tx) => {
    const [row] = await tx.$queryRaw<{ left: bigint }[]>`
      select app.clean_up_messages(${KEPT_DAYS}::int, ${BATCH}::int) as left`;
    return row?.left ?? 0n;
  });

/** Mails that were put aside and that nobody wanted go as mails do. */
const forgetConversations = ({ db }: CleanUpDeps): Promise<bigint> =>
  inSweep(db, async (tx) => {
    const [row] = await tx.$queryRaw<{ left: bigint }[]>`
      select app.clean_up_conversations(${KEPT_DAYS}::int, ${CONVERSATION_DAYS}::int, ${BATCH}::int) as left`;
    return row?.left ?? 0n;
  });
