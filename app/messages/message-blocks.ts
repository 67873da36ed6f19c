/**
 * The text of a mail as blocks: paragraphs, lists and buttons. Both forms of a mail, HTML and plain, are made from the
 * same blocks, so they cannot say different things. Pure.
 */
import { restoreValue } from "./protect-value.ts";
import { httpAddress } from "./template-scope.ts";

export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "button"; readonly label: string; readonly url: string };

const ITEM = /^\s*-\s+(.*)$/;
const BUTTON = /^\s*\[([^[\]]+)\]\(([^()]*)\)\s*$/;

/**
 * Empty lines part paragraphs, `- ` begins a list item, `[words](https://…)` alone on its line is a button. A button
 * without a usable address is left out.
 */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === "") {
      isOpen = false;
      continue;
    }
    const last = blocks.at(-1);
    const next = readLine(line);
    if (!next) continue;
    // Loops leave empty lines between their items: a list goes on across them.
    if (next.kind === "list" && last?.kind === "list")
      blocks[blocks.length - 1] = { kind: "list", items: [...last.items, ...next.items] };
    else if (next.kind === "paragraph" && last?.kind === "paragraph" && isOpen)
      blocks[blocks.length - 1] = { kind: "paragraph", lines: [...last.lines, ...next.lines] };
    else blocks.push(next);
    isOpen = next.kind === "paragraph";
  }
  return blocks;
}

function readLine(line: string): Block | null {
  const [, label, address] = BUTTON.exec(line) ?? [];
  if (label !== undefined) {
    const url = httpAddress(restoreValue(address ?? ""));
    return url ? { kind: "button", label: restoreValue(label).trim(), url } : null;
  }
  const [, item] = ITEM.exec(line) ?? [];
  if (item !== undefined) return { kind: "list", items: [restoreValue(item).trim()] };
  return { kind: "paragraph", lines: [restoreValue(line).trim()] };
}

/** The plain-text form: what a reader without HTML, or a machine, gets. */
export function renderPlain(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join("\n\n");
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return block.lines.join("\n");
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
    case "button":
      return `${block.label}:\n${block.url}`;
  }
}
