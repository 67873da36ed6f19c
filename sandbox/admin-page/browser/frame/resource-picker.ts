/** `shopify.resourcePicker`: products or variants of the sandbox's store, searched on the server. */
import type { PickerOptions } from "#sandbox/admin-page/browser/messages.ts";
import { askInSheet } from "./sheet.ts";

type PickedVariant = { id: string; title: string; price: string; sku: string | null };
type PickedProduct = { id: string; title: string; variants: PickedVariant[] };
type Choice = { id: string; product: PickedProduct; variant: PickedVariant | null };

export async function pickResources(options: PickerOptions): Promise<unknown[] | undefined> {
  const chosen = new Map<string, Choice>();
  const preset = new Set(
    (options.selectionIds ?? []).flatMap(({ id, variants }) => [
      id,
      ...(variants ?? []).map((variant) => variant.id),
    ]),
  );
  const body = document.createElement("div");
  const search = document.createElement("input");
  search.type = "search";
  search.value = options.query ?? "";
  search.placeholder = "Search products";
  search.setAttribute("aria-label", "Search products");
  const list = document.createElement("div");
  body.append(search, list);
  const fill = async () => {
    const url = `/admin/internal/products?query=${encodeURIComponent(search.value)}`;
    const products = (await (await fetch(url)).json()) as PickedProduct[];
    list.replaceChildren(
      ...products.flatMap((product) => listChoices(product, options)).map(drawChoice),
    );
  };
  const drawChoice = (choice: Choice) => {
    if (preset.delete(choice.id)) chosen.set(choice.id, choice);
    return drawRow(choice, options, chosen);
  };
  search.addEventListener("input", () => void fill());
  await fill();
  const noun = options.type === "variant" ? "variants" : "products";
  const picked = await askInSheet({
    title: `${options.action === "select" ? "Select" : "Add"} ${noun}`,
    body,
    actionLabel: options.action === "select" ? "Select" : "Add",
    read: () => [...chosen.values()].map(({ variant, product }) => variant ?? product),
  });
  return picked ?? undefined;
}

function listChoices(product: PickedProduct, { type }: PickerOptions): Choice[] {
  if (type !== "variant") return [{ id: product.id, product, variant: null }];
  return product.variants.map((variant) => ({ id: variant.id, product, variant }));
}

function drawRow(choice: Choice, options: PickerOptions, chosen: Map<string, Choice>): HTMLElement {
  const row = document.createElement("label");
  row.className = "choice";
  const input = document.createElement("input");
  input.type = options.multiple ? "checkbox" : "radio";
  input.name = "resource";
  input.checked = chosen.has(choice.id);
  input.addEventListener("change", () => {
    if (!options.multiple) chosen.clear();
    if (input.checked) chosen.set(choice.id, choice);
    else chosen.delete(choice.id);
  });
  const text = document.createElement("span");
  text.textContent = choice.variant
    ? `${choice.product.title} – ${choice.variant.title}`
    : choice.product.title;
  row.append(input, text);
  return row;
}
