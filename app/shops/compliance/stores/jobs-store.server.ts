/** The queue and its parked jobs. Payloads hold ids; whatever else they hold of a person goes. */
import type { PersonalDataStore } from "#app/platform/personal-data.ts";

export const jobsPersonalData: PersonalDataStore = {
  name: "Jobs",
  // A job is work about to be done, not something kept about a person: there is nothing to hand out.
  exportCustomer: async () => [],
  eraseCustomer: async (tx, { shopId, words }) => {
    const rows = await tx.$queryRaw<{ table_name: string; row_count: bigint }[]>`
      select table_name, row_count from app.erase_from_queue(${shopId}, ${[...words]}::text[])`;
    return rows
      .map(({ table_name, row_count }) => ({
        table: table_name,
        rows: Number(row_count),
        outcome: "deleted" as const,
      }))
      .filter((one) => one.rows > 0);
  },
};
