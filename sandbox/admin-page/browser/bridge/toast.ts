/** `shopify.toast`: the admin frame draws it; the app's callbacks stay here. */
import type { Channel } from "./channel.ts";

export type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

const DEFAULT_DURATION_MS = 5_000;

export function startToast(channel: Channel) {
  const open = new Map<string, ToastOptions>();
  let count = 0;
  channel.onPush((push) => {
    if (push.kind !== "toast") return;
    const options = open.get(push.id);
    if (push.event === "action") options?.onAction?.();
    else if (open.delete(push.id)) options?.onDismiss?.();
  });
  return {
    show: (message: string, options: ToastOptions = {}): string => {
      count += 1;
      const id = `toast-${count}`;
      open.set(id, options);
      channel.tell({
        kind: "toast-show",
        id,
        message,
        options: {
          durationMs: options.duration ?? DEFAULT_DURATION_MS,
          isError: options.isError ?? false,
          action: options.action ?? null,
        },
      });
      return id;
    },
    hide: (id: string): void => channel.tell({ kind: "toast-hide", id }),
  };
}
