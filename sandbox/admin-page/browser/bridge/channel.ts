/** The line to the admin frame. Only the origin this script came from is spoken to and listened to. */
import {
  FROM_ADMIN,
  FROM_APP,
  type AdminEnvelope,
  type AdminPush,
  type AppEnvelope,
  type AppMessage,
} from "#sandbox/admin-page/browser/messages.ts";

// An admin that does not answer in 10 s is gone; a promise that never settles would hide that.
const ANSWER_TIMEOUT_MS = 10_000;

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

export type Channel = {
  adminOrigin: string;
  isEmbedded: boolean;
  tell: (message: AppMessage) => void;
  /** `isPatient`: the answer waits for a person, so there is no time limit. */
  ask: (message: AppMessage, isPatient?: boolean) => Promise<unknown>;
  onPush: (listener: (push: AdminPush) => void) => void;
};

export function openChannel(adminOrigin: string): Channel {
  const isEmbedded = window.parent !== window;
  const waiting = new Map<number, Waiting>();
  const listeners: ((push: AdminPush) => void)[] = [];
  let nextId = 1;

  const post = (id: number | null, message: AppMessage) => {
    const envelope: AppEnvelope = { from: FROM_APP, id, message };
    if (isEmbedded) window.parent.postMessage(envelope, adminOrigin);
  };

  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.origin !== adminOrigin || event.source !== window.parent) return;
    const envelope = event.data as AdminEnvelope; // the origin is ours, so the shape is
    if (envelope?.from !== FROM_ADMIN) return;
    if ("push" in envelope) {
      listeners.forEach((listener) => listener(envelope.push));
      return;
    }
    const call = waiting.get(envelope.replyTo);
    waiting.delete(envelope.replyTo);
    if (envelope.error === undefined) call?.resolve(envelope.value);
    else call?.reject(new Error(envelope.error));
  });

  return {
    adminOrigin,
    isEmbedded,
    tell: (message) => post(null, message),
    onPush: (listener) => void listeners.push(listener),
    ask: (message, isPatient = false) =>
      new Promise((resolve, reject) => {
        if (!isEmbedded) return reject(new Error("App Bridge works inside the admin only"));
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve, reject });
        post(id, message);
        if (isPatient) return;
        setTimeout(() => {
          if (waiting.delete(id)) reject(new Error(`The admin did not answer "${message.kind}"`));
        }, ANSWER_TIMEOUT_MS);
      }),
  };
}
