/** Texts of a shop: drafts that change, versions that never do, and the product's own as version 0. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { defaultTemplate } from "./default-template.ts";
import type { TemplateText } from "./default-templates/template-text.ts";
import { evaluateTemplate, type TemplateErrors } from "./evaluate-template.server.ts";
import type { Language } from "./languages.ts";
import type { RecordSaved } from "./settings-store.server.ts";
import type { ShopperEvent } from "./shopper-events.ts";

export type TemplateName = { readonly event: ShopperEvent; readonly language: Language };

/** 0 = the product's own. */
export type VersionedTemplate = TemplateText & { readonly version: number };

export type TemplateVersion = VersionedTemplate & {
  readonly publishedAt: Date;
  readonly publishedBy: string;
};

type StoreDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

/** What is sent now. */
export async function findTemplate(
  tx: ShopTx,
  shopId: bigint,
  { event, language }: TemplateName,
): Promise<VersionedTemplate> {
  const row = await tx.messageTemplate.findFirst({
    where: { shopId, event, language },
    orderBy: { version: "desc" },
  });
  return row ?? { version: 0, ...defaultTemplate(event, language) };
}

export type TemplateState = {
  readonly current: VersionedTemplate;
  readonly draft: (TemplateText & { readonly savedAt: Date; readonly savedBy: string }) | null;
  /** newest first, without version 0 */
  readonly versions: readonly TemplateVersion[];
};

export function findTemplateState(
  { db }: Pick<StoreDeps, "db">,
  shopId: bigint,
  { event, language }: TemplateName,
): Promise<TemplateState> {
  return inShop(db, shopId, async (tx) => {
    const where = { shopId, event, language };
    return {
      current: await findTemplate(tx, shopId, { event, language }),
      draft: await tx.messageDraft.findUnique({ where: { shopId_event_language: where } }),
      versions: await tx.messageTemplate.findMany({ where, orderBy: { version: "desc" } }),
    };
  });
}

/** Per event and language: the version that is sent, and whether a draft waits. */
export function listTemplateStates(
  { db }: Pick<StoreDeps, "db">,
  shopId: bigint,
): Promise<readonly { event: string; language: string; version: number; hasDraft: boolean }[]> {
  return inShop(
    db,
    shopId,
    (tx) => tx.$queryRaw`
      select coalesce(t.event, d.event) as event, coalesce(t.language, d.language) as language,
        coalesce(t.version, 0)::int as version, d.event is not null as "hasDraft"
      from (select event, language, max(version) as version from message_templates
            where shop_id = ${shopId} group by event, language) t
      full join (select event, language from message_drafts where shop_id = ${shopId}) d
        on d.event = t.event and d.language = t.language`,
  );
}

/** Kept whatever it says: a broken draft is still somebody's work. Returns what is wrong with it, null when nothing is. */
export async function saveDraft(
  { db, clock }: StoreDeps,
  shopId: bigint,
  { event, language }: TemplateName,
  text: TemplateText,
  by: string,
): Promise<TemplateErrors | null> {
  const where = { shopId, event, language };
  const { subject, body } = cut(text);
  const data = { subject, body, savedAt: clock.now(), savedBy: by };
  await inShop(db, shopId, (tx) =>
    tx.messageDraft.upsert({
      where: { shopId_event_language: where },
      create: { ...where, ...data },
      update: data,
    }),
  );
  return evaluateTemplate(text, { event, language });
}

// Above what the limits allow, so that they can say so; below what a form may fill a table with.
const MAX_KEPT = 100_000;
const cut = ({ subject, body }: TemplateText): TemplateText => ({
  subject: subject.slice(0, MAX_KEPT),
  body: body.slice(0, MAX_KEPT),
});

export const removeDraft = (
  { db }: Pick<StoreDeps, "db">,
  shopId: bigint,
  { event, language }: TemplateName,
): Promise<unknown> =>
  inShop(db, shopId, (tx) => tx.messageDraft.deleteMany({ where: { shopId, event, language } }));

/** The text becomes the next version and its draft goes. Mails recorded before keep the words they had. */
export async function publishTemplate(
  { db, clock, record }: StoreDeps & { readonly record: RecordSaved },
  shopId: bigint,
  { event, language }: TemplateName,
  text: TemplateText,
  by: string,
): Promise<Result<number, TemplateErrors>> {
  const errors = evaluateTemplate(text, { event, language });
  if (errors) return refuse(errors);
  return inShop(db, shopId, async (tx) => {
    await tx.$queryRaw`
      select 1 from pg_advisory_xact_lock(hashtextextended(${`template:${shopId}:${event}:${language}`}, 0))`;
    const { version } = await findTemplate(tx, shopId, { event, language });
    const { subject, body } = text;
    await tx.messageTemplate.create({
      data: {
        shopId,
        event,
        language,
        version: version + 1,
        subject,
        body,
        publishedAt: clock.now(),
        publishedBy: by,
      },
    });
    await tx.messageDraft.deleteMany({ where: { shopId, event, language } });
    await record(tx, { before: {}, after: { event, language, version: version + 1 } });
    return accept(version + 1);
  });
}
