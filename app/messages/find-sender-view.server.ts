/** The sender page's facts: from whom mail goes now, which records a domain needs, and what was found of them. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import { wantedRecords, type RecordVerdict, type WantedRecord } from "./evaluate-sender-records.ts";
import { findSender } from "./sender-store.server.ts";
import { readMessageSettings } from "./settings-store.server.ts";
import { chooseSender } from "./sender.ts";

/** Safe to send to a browser. */
export type SenderView = {
  readonly now: {
    readonly fromName: string;
    readonly fromAddress: string;
    readonly replyTo: string | null;
    readonly isOwnDomain: boolean;
  };
  readonly own: {
    readonly domain: string;
    readonly localPart: string;
    readonly isVerified: boolean;
    /** ISO instant; null: never */
    readonly checkedAt: string | null;
  } | null;
  readonly records: readonly (WantedRecord & {
    readonly state: RecordVerdict["state"] | "unchecked";
    readonly sentence: string;
  })[];
};

export function findSenderView(
  { db, mailDomain }: { readonly db: Pick<Db, "prisma">; readonly mailDomain: string },
  shopId: bigint,
): Promise<SenderView> {
  return inShop(db, shopId, async (tx) => {
    const own = await findSender(tx, shopId);
    const { brand } = await readMessageSettings(tx, shopId);
    const { name, domain } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
    const now = chooseSender({ shopName: name ?? domain, replyTo: brand.replyTo, own, mailDomain });
    return {
      now,
      own: own && {
        domain: own.domain,
        localPart: own.localPart,
        isVerified: own.isVerified,
        checkedAt: own.checkedAt?.toISOString() ?? null,
      },
      records: (own ? wantedRecords(own, mailDomain) : []).map((wanted) => {
        const verdict = own?.found?.find((one) => one.name === wanted.name);
        return {
          ...wanted,
          state: verdict?.state ?? "unchecked",
          sentence: verdict?.sentence ?? "Not looked up yet.",
        };
      }),
    };
  });
}
