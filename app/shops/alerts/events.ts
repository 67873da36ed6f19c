/** What the team can be alerted to, and how each role is told until a person chooses otherwise. Pure. */
import type { Role } from "#app/shops/people/roles.ts";

/** `now`: a mail at once. `digest`: in the mail of 08:00, shop time. */
export const WAYS = ["now", "digest", "never"] as const;

export type Way = (typeof WAYS)[number];

type EventWords = {
  readonly label: string;
  readonly help: string;
  /** for counts: "2 stopped tasks" */
  readonly noun: readonly [one: string, many: string];
  readonly ways: Readonly<Record<Role, Way>>;
};

const ways = (owner: Way, manager: Way, agent: Way) => ({ owner, manager, agent });

export const ALERT_EVENTS = {
  brake_reached: {
    label: "A daily limit is reached",
    help: "Aftercare has stopped and says what waits.",
    noun: ["limit reached", "limits reached"],
    ways: ways("now", "now", "never"),
  },
  approval_waiting: {
    label: "Something waits for approval",
    help: "An act is above somebody's limit, or a batch wants a yes.",
    noun: ["approval waiting", "approvals waiting"],
    ways: ways("now", "now", "never"),
  },
  supplier_trouble: {
    label: "A supplier needs a person",
    help: "A supplier is late, silent or shipped something that was taken back.",
    noun: ["supplier to look at", "suppliers to look at"],
    ways: ways("now", "now", "digest"),
  },
  legal_notice_failed: {
    label: "A legal notice did not arrive",
    help: "A notice that the law asks for bounced or was refused.",
    noun: ["failed notice", "failed notices"],
    ways: ways("now", "now", "never"),
  },
  token_refused: {
    label: "Shopify refuses our access",
    help: "Changes wait until somebody opens Aftercare.",
    noun: ["refused access", "refused accesses"],
    ways: ways("now", "now", "never"),
  },
  parked_job: {
    label: "A task stopped after several tries",
    help: "Nothing is lost; one click tries it again.",
    noun: ["stopped task", "stopped tasks"],
    ways: ways("digest", "digest", "never"),
  },
  silent_topic: {
    label: "Shopify stopped reporting something",
    help: "Changes were found by comparing instead of being reported.",
    noun: ["silent report", "silent reports"],
    ways: ways("digest", "digest", "never"),
  },
  stale_data: {
    label: "Orders were not compared for hours",
    help: "What you see may be older than it looks.",
    noun: ["report of old data", "reports of old data"],
    ways: ways("digest", "digest", "never"),
  },
  conversation_waiting: {
    label: "Somebody waits for an answer for 24 hours",
    help: "A shopper or supplier wrote and nobody answered.",
    noun: ["unanswered conversation", "unanswered conversations"],
    ways: ways("digest", "digest", "digest"),
  },
  mention: {
    label: "Somebody mentions you or assigns you an order",
    help: "In a note on an order.",
    noun: ["mention", "mentions"],
    ways: ways("now", "now", "now"),
  },
} as const satisfies Record<string, EventWords>;

export type AlertEvent = keyof typeof ALERT_EVENTS;

export const EVENT_NAMES = Object.keys(ALERT_EVENTS) as AlertEvent[]; // the table's own keys

export const isAlertEvent = (text: string): text is AlertEvent => Object.hasOwn(ALERT_EVENTS, text);

export const isWay = (text: string): text is Way => WAYS.some((way) => way === text);

type Chooser = { readonly id: string; readonly role: Role };
type Choice = { readonly staffId: string; readonly event: string; readonly way: string };

/** How a person is told of an event. */
export function wayOf({ id, role }: Chooser, event: AlertEvent, choices: readonly Choice[]): Way {
  const chosen = choices.find((choice) => choice.staffId === id && choice.event === event)?.way;
  return chosen !== undefined && isWay(chosen) ? chosen : ALERT_EVENTS[event].ways[role];
}
