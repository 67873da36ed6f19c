/**
 * `<ui-modal>` and `shopify.modal`. Drawn inside the app's page (Shopify draws it above the admin): a native dialog in
 * the element's shadow, so that focus, Escape and the inert page behind it are the browser's work.
 */
import { isSet, listActionElements, readActions } from "./read-actions.ts";

const WIDTHS: Record<string, string> = {
  small: "24rem",
  base: "38rem",
  large: "60rem",
  max: "96vw",
};

const TEMPLATE = `
<style>
  :host { display: contents; }
  dialog { width: min(var(--width, 38rem), calc(100vw - 2rem)); max-height: calc(100vh - 2rem); padding: 0; border: 0; border-radius: 12px; box-shadow: 0 16px 48px #0005; color: #303030; font: 13px/1.4 Inter, system-ui, sans-serif; flex-direction: column; }
  dialog[open] { display: flex; }
  dialog::backdrop { background: #0008; }
  header, footer { display: flex; align-items: center; gap: 8px; padding: 12px 16px; background: #f3f3f3; }
  header h2 { flex: 1; margin: 0; font-size: 14px; }
  header button { border: 0; background: none; font-size: 18px; line-height: 1; padding: 6px; border-radius: 6px; cursor: pointer; }
  footer { justify-content: flex-end; background: none; border-top: 1px solid #e3e3e3; }
  footer:empty { display: none; }
  footer button { font: inherit; font-weight: 550; padding: 6px 12px; border-radius: 8px; border: 1px solid #c9c9c9; background: #fff; cursor: pointer; }
  footer button.primary { background: #303030; color: #fff; border-color: #303030; }
  footer button.critical { background: #c70a24; color: #fff; border-color: #c70a24; }
  footer button:disabled { opacity: .5; cursor: default; }
  .content { overflow: auto; }
  iframe { display: block; width: 100%; height: 60vh; border: 0; }
</style>
<dialog aria-labelledby="title">
  <header><h2 id="title"></h2><button type="button" class="close" aria-label="Close">✕</button></header>
  <div class="content"><slot></slot></div>
  <footer></footer>
</dialog>`;

export type ModalApi = {
  show: (id: string) => Promise<void>;
  hide: (id: string) => Promise<void>;
  toggle: (id: string) => Promise<void>;
};

export function startModal(): ModalApi {
  customElements.define("ui-modal", ModalElement);
  const find = (id: string) => {
    const element = document.getElementById(id);
    if (element instanceof ModalElement) return element;
    throw new Error(`There is no <ui-modal id="${id}">`);
  };
  return {
    show: async (id) => find(id).show(),
    hide: async (id) => find(id).hide(),
    toggle: async (id) => find(id).toggle(),
  };
}

class ModalElement extends HTMLElement {
  #body: HTMLElement | null = null;
  #observer: MutationObserver | null = null;

  /** Where the React component puts its children; made on first use, so that hydration never sees it. */
  get content(): HTMLElement {
    if (!this.#body) {
      this.#body = document.createElement("div");
      this.append(this.#body);
    }
    return this.#body;
  }

  get variant(): string {
    return this.getAttribute("variant") ?? "base";
  }

  get src(): string {
    return this.getAttribute("src") ?? "";
  }

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = TEMPLATE;
    root.querySelector(".close")?.addEventListener("click", () => void this.hide());
    this.#dialog()?.addEventListener("close", () => this.dispatchEvent(new Event("hide")));
  }

  disconnectedCallback(): void {
    this.#observer?.disconnect();
  }

  async show(): Promise<void> {
    const dialog = this.#dialog();
    if (!dialog || dialog.open) return;
    this.#draw();
    // Buttons change while it is open: loading, disabled, another title.
    this.#observer = new MutationObserver(() => this.#draw());
    const bar = this.querySelector("ui-title-bar");
    if (bar) this.#observer.observe(bar, { attributes: true, childList: true, subtree: true });
    dialog.showModal();
    this.dispatchEvent(new Event("show"));
  }

  async hide(): Promise<void> {
    this.#observer?.disconnect();
    const dialog = this.#dialog();
    if (dialog?.open) dialog.close();
  }

  async toggle(): Promise<void> {
    await (this.#dialog()?.open ? this.hide() : this.show());
  }

  #dialog(): HTMLDialogElement | null {
    return this.shadowRoot?.querySelector("dialog") ?? null;
  }

  #draw(): void {
    const root = this.shadowRoot;
    const bar = this.querySelector("ui-title-bar");
    const title = root?.querySelector("h2");
    if (title) title.textContent = bar?.getAttribute("title") ?? "";
    this.#dialog()?.style.setProperty("--width", WIDTHS[this.variant] ?? "38rem");
    const frame = root?.querySelector("iframe");
    if (this.src && !frame) {
      const iframe = document.createElement("iframe");
      iframe.src = this.src;
      iframe.title = title?.textContent ?? "";
      root?.querySelector(".content")?.append(iframe);
    }
    root?.querySelector("footer")?.replaceChildren(...drawActions(bar));
  }
}

/** Secondary actions first, the primary one last, as in the admin. */
function drawActions(bar: Element | null): HTMLElement[] {
  const sources = bar ? listActionElements(bar) : [];
  const actions = readActions(bar).sort((a, b) => Number(a.isPrimary) - Number(b.isPrimary));
  return actions.map((action) => {
    const button = document.createElement("button");
    const source = sources[action.index];
    button.type = "button";
    button.textContent = action.label;
    button.className = `${action.isPrimary ? "primary" : ""} ${action.isCritical ? "critical" : ""}`;
    button.disabled =
      action.isDisabled || action.isLoading || (source ? isSet(source, "loading") : false);
    button.addEventListener("click", () => source?.click());
    return button;
  });
}
