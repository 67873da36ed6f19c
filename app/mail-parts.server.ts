/**
 * How mail reaches the rails and the world, put together for web and worker: features do not know each other. The rails
 * decide whether a mail goes; the outbox knows what it says.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import type { CheckSenderDeps } from "#app/messages/check-sender.server.ts";
import { createMailKind, MAIL_KIND } from "#app/messages/mail-kind.server.ts";
import { providerHeader } from "#app/messages/provider-header.ts";
import { replyAddress } from "#app/messages/conversations/reply-address.server.ts";
import { createReplyToken } from "#app/messages/conversations/reply-token.server.ts";
import type { AnswerPlaces, OutboxDeps, RecordMail } from "#app/messages/record-message.server.ts";
import { createSmtpTransport } from "#app/messages/smtp-transport.server.ts";
import type { IntentKind } from "#app/rails/intent-kind.ts";
import { recordIntent, type RecordDeps } from "#app/rails/record-intent.server.ts";

export type MailEnv = Pick<
  Env,
  "SMTP_URL" | "MAIL_DOMAIN" | "SHOPIFY_APP_URL" | "ENCRYPTION_KEYS" | "INBOUND_SMTP_PORT"
>;

export function createMailIntentKind(deps: {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: MailEnv;
}): IntentKind {
  const transport = createSmtpTransport({
    url: deps.env.SMTP_URL,
    clientName: mailDomainOf(deps.env),
  });
  return createMailKind({ ...deps, transport });
}

/** What recording a mail needs. */
export function createOutbox(deps: {
  readonly clock: Clock;
  readonly env: MailEnv;
  readonly rails: RecordDeps;
}): OutboxDeps {
  const { clock, env, rails } = deps;
  return {
    clock,
    env,
    mailDomain: mailDomainOf(env),
    keyHeader: providerHeader(env.SMTP_URL),
    recordMail: createRecordMail(rails),
    answers: createAnswerPlaces(env),
  };
}

const createAnswerPlaces = (env: MailEnv): AnswerPlaces => ({
  replyAddress: (target, now) =>
    env.INBOUND_SMTP_PORT === undefined
      ? null
      : replyAddress({ env, mailDomain: mailDomainOf(env) }, target, now),
  contactUrl: (target, now) => {
    const token = createReplyToken({ env }, target, { use: "form", now });
    return new URL(`/contact/${token}`, env.SHOPIFY_APP_URL).href;
  },
});

/** What looking up a shop's mail records needs. */
export function createSenderChecks(deps: {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: MailEnv & Pick<Env, "DNS_SERVERS">;
}): CheckSenderDeps {
  const { db, clock, env } = deps;
  return { db, clock, mailDomain: mailDomainOf(env), dnsServers: env.DNS_SERVERS };
}

/** Our own domain: the app's host unless the environment names another. */
export function mailDomainOf({ MAIL_DOMAIN, SHOPIFY_APP_URL }: MailEnv): string {
  const host = MAIL_DOMAIN ?? new URL(SHOPIFY_APP_URL).hostname;
  // A host without a dot (a development machine) is no domain that a mail address may have.
  return host.includes(".") ? host : `${host}.localdomain`;
}

/** The version of the rule that decides to tell; it grows when the events or their order change. */
const RULE_VERSION = 1;

const createRecordMail =
  (rails: RecordDeps): RecordMail =>
  async (tx, shopId, wish) => {
    const { messageId, workflow, orderGid, subject, dedupeKey, legalDeadlineAt } = wish;
    const recorded = await recordIntent(rails, tx, shopId, {
      kind: MAIL_KIND,
      args: { messageId: messageId.toString() },
      orderGid,
      subject,
      dedupeKey,
      workflow,
      actor:
        wish.staffId === null
          ? { kind: "rule", name: wish.rule, version: RULE_VERSION }
          : { kind: "person", name: wish.staffId },
      legalDeadlineAt,
    });
    if (recorded.ok) return accept(null);
    const { refusal } = recorded;
    if (refusal.code === "may_not_act")
      return refuse({ code: refusal.refusal.code, message: refusal.refusal.message });
    return refuse({ code: refusal.code, message: "This mail was decided before." });
  };
