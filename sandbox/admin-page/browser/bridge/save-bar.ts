/**
 * The contextual save bar: `<ui-save-bar>`, `form[data-save-bar]` and `shopify.saveBar`. The bar itself is drawn by the
 * admin frame; here is decided when it shows, and what Save and Discard press.
 */
import type { SaveBarView } from "#sandbox/admin-page/browser/messages.ts";
import type { Channel } from "./channel.ts";
import { isSet } from "./read-actions.ts";

type BarSource = { view: () => SaveBarView; save: () => void; discard: () => void };

export type SaveBar = {
  show: (id: string) => Promise<void>;
  hide: (id: string) => Promise<void>;
  toggle: (id: string) => Promise<void>;
  leaveConfirmation: () => Promise<void>;
  /** Tells the frame again what the shown bar looks like: its buttons may have changed. */
  refresh: () => void;
};

export function startSaveBar(channel: Channel): SaveBar {
  let shown: { key: Element; source: BarSource } | null = null;

  const refresh = () => channel.tell({ kind: "save-bar", bar: shown ? shown.source.view() : null });
  const open = (key: Element, source: BarSource) => {
    if (shown?.key === key) return;
    shown = { key, source };
    refresh();
  };
  const close = (key: Element) => {
    if (shown?.key !== key) return;
    shown = null;
    refresh();
  };

  class SaveBarElement extends HTMLElement {
    get showing() {
      return shown?.key === this;
    }
    async show() {
      if (this.showing) return;
      open(this, elementSource(this));
      this.dispatchEvent(new Event("show"));
    }
    async hide() {
      if (!this.showing) return;
      close(this);
      this.dispatchEvent(new Event("hide"));
    }
    async toggle() {
      await (this.showing ? this.hide() : this.show());
    }
    disconnectedCallback() {
      close(this);
    }
  }
  customElements.define("ui-save-bar", SaveBarElement);

  watchForms(open, close);
  channel.onPush((push) => {
    if (push.kind === "save-bar" && shown) shown.source[push.action]();
  });

  const find = (id: string) => {
    const element = document.getElementById(id);
    if (element instanceof SaveBarElement) return element;
    throw new Error(`There is no <ui-save-bar id="${id}">`);
  };
  return {
    show: async (id) => find(id).show(),
    hide: async (id) => find(id).hide(),
    toggle: async (id) => find(id).toggle(),
    leaveConfirmation: async () => {
      if (!shown) return;
      const mayLeave = await channel.ask({ kind: "leave-confirmation" }, true);
      // As in the admin: a visitor who stays keeps the navigation waiting for ever.
      if (mayLeave !== true) await new Promise(() => undefined);
    },
    refresh: () => {
      if (shown && !shown.key.isConnected) shown = null;
      else if (!shown) return;
      refresh();
    },
  };
}

function elementSource(bar: Element): BarSource {
  const button = (isPrimary: boolean) =>
    [...bar.querySelectorAll("button")].find(
      (one) => (one.getAttribute("variant") === "primary") === isPrimary,
    );
  return {
    view: () => {
      const save = button(true);
      return {
        isSaving: save ? isSet(save, "loading") : false,
        isSaveDisabled: save?.hasAttribute("disabled") ?? false,
        confirmsDiscard: isSet(bar, "discardConfirmation") || isSet(bar, "discard-confirmation"),
      };
    },
    save: () => button(true)?.click(),
    discard: () => button(false)?.click(),
  };
}

/** `form[data-save-bar]`: the bar shows while the form differs from what it was, and goes on submit and reset. */
function watchForms(
  open: (key: Element, source: BarSource) => void,
  close: (key: Element) => void,
): void {
  const baselines = new WeakMap<HTMLFormElement, string>();
  const findForm = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLFormElement>("form[data-save-bar]") : null;

  document.addEventListener(
    "focusin",
    ({ target }) => {
      const form = findForm(target);
      if (form && !baselines.has(form)) baselines.set(form, readForm(form));
    },
    true,
  );
  const compare = ({ target }: Event) => {
    const form = findForm(target);
    if (!form) return;
    // React writes controlled values after the event, so the form is read a moment later.
    setTimeout(() => {
      if (baselines.get(form) === readForm(form)) close(form);
      else open(form, formSource(form));
    }, 0);
  };
  document.addEventListener("input", compare, true);
  document.addEventListener("change", compare, true);
  document.addEventListener("submit", (event) => {
    const form = findForm(event.target);
    if (!form) return;
    baselines.set(form, readForm(form));
    close(form);
  });
  document.addEventListener("reset", (event) => {
    const form = findForm(event.target);
    if (form) setTimeout(() => close(form), 0);
  });
}

function formSource(form: HTMLFormElement): BarSource {
  return {
    view: () => ({
      isSaving: false,
      isSaveDisabled: false,
      confirmsDiscard: form.hasAttribute("data-discard-confirmation"),
    }),
    save: () => form.requestSubmit(),
    discard: () => form.reset(),
  };
}

function readForm(form: HTMLFormElement): string {
  return JSON.stringify(
    [...new FormData(form)].map(([name, value]) => [
      name,
      typeof value === "string" ? value : value.name,
    ]),
  );
}
