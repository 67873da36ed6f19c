/** Writes what may meet a row that somebody else is writing at the same moment, without losing the transaction to it. */
import { Prisma } from "@prisma/client";
import type { ShopTx } from "./db.server.ts";

/** False: another row has it already, and nothing was written. Not to be nested. */
export async function writeOrTaken(tx: ShopTx, write: () => Promise<unknown>): Promise<boolean> {
  // PostgreSQL refuses every statement after one that failed, unless the transaction goes back to before it.
  await tx.$executeRaw`savepoint before_write`;
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== UNIQUE_VIOLATION)
      throw error;
    await tx.$executeRaw`rollback to savepoint before_write`;
    return false;
  }
  await tx.$executeRaw`release savepoint before_write`;
  return true;
}

const UNIQUE_VIOLATION = "P2002";
