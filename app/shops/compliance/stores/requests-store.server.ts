/** Our own answers: an earlier data request of the same person holds everything that is now to be forgotten. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";

export const requestsPersonalData: PersonalDataStore = {
  name: "Data requests",
  // An answer is a copy of what the other stores hand out.
  exportCustomer: async () => [],
  eraseCustomer: async (tx, target) => {
    const ids = await listAnswered(tx, target);
    const files = await tx.$executeRaw`
      delete from compliance_files where shop_id = ${target.shopId} and request_id = any(${ids}::bigint[])`;
    const requests = await tx.$executeRaw`
      update compliance_requests set person = null, state = 'done', finished_at = coalesce(finished_at, ${target.now}::timestamptz)
      where shop_id = ${target.shopId} and id = any(${ids}::bigint[])`;
    return [
      { table: "compliance_files", rows: files, outcome: "deleted" as const },
      { table: "compliance_requests", rows: requests, outcome: "emptied" as const },
    ].filter((one) => one.rows > 0);
  },
};

async function listAnswered(tx: ShopTx, { shopId, person }: PersonTarget): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from compliance_requests
    where shop_id = ${shopId} and kind = 'customer_data' and person is not null
      and (person ->> 'customerGid' = ${person.customerGid} or person ->> 'email' = ${person.email}
        or person ->> 'phone' = ${person.phone})`;
  return rows.map(({ id }) => id);
}
