/** The line from the admin frame to the embedded app: only its iframe, only its origin. */
import {
  FROM_ADMIN,
  FROM_APP,
  type AdminEnvelope,
  type AdminPush,
  type AppEnvelope,
  type AppMessage,
} from "#sandbox/admin-page/browser/messages.ts";

export type FrameConfig = {
  appOrigin: string;
  /** Address of the app in the admin, `/store/{handle}/apps/{app}`. */
  appBase: string;
  store: string;
  shop: string;
};

export type AppLink = {
  config: FrameConfig;
  frame: HTMLIFrameElement;
  push: (push: AdminPush) => void;
};

/** Answers what the handler returns; null when this page holds no app. */
export function openAppLink(handle: (message: AppMessage) => unknown): AppLink | null {
  const element = document.getElementById("frame-config");
  const frame = document.getElementById("app-frame");
  if (!element || !(frame instanceof HTMLIFrameElement)) return null;
  const config = JSON.parse(element.textContent ?? "{}") as FrameConfig; // written by the server
  const post = (envelope: AdminEnvelope) =>
    frame.contentWindow?.postMessage(envelope, config.appOrigin);

  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.origin !== config.appOrigin || event.source !== frame.contentWindow) return;
    const envelope = event.data as AppEnvelope; // the origin is the app's, so the shape is ours
    if (envelope?.from !== FROM_APP) return;
    void answer(envelope, handle, post);
  });
  return { config, frame, push: (push) => post({ from: FROM_ADMIN, push }) };
}

async function answer(
  { id, message }: AppEnvelope,
  handle: (message: AppMessage) => unknown,
  post: (envelope: AdminEnvelope) => void,
): Promise<void> {
  try {
    const value = await handle(message);
    if (id !== null) post({ from: FROM_ADMIN, replyTo: id, value });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (id !== null) post({ from: FROM_ADMIN, replyTo: id, error: text });
  }
}
