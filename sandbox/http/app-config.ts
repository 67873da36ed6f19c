/**
 * Reads what the sandbox needs from `shopify.app.toml`: handle, scopes, webhook subscriptions, app proxy.
 * A reader of the small TOML subset that file uses (tables, arrays of tables, strings, string arrays, booleans,
 * numbers), not a TOML library: a line it does not understand is an error that names the line.
 */
import { existsSync, readFileSync } from "node:fs";

export type Toml = { [key: string]: TomlValue };
type TomlValue = string | number | boolean | TomlValue[] | Toml;

export type AppSubscription = {
  /** `orders/create` style; compliance topics are in the same list. */
  topic: string;
  /** Absolute, or a path relative to the app's URL. */
  uri: string;
  filter: string | null;
  includeFields: string[];
  name: string | null;
};

export type AppConfig = {
  name: string;
  handle: string;
  scopes: string[];
  optionalScopes: string[];
  apiVersion: string;
  subscriptions: AppSubscription[];
  /** Null when the file has no `[app_proxy]`. */
  proxy: { url: string; prefix: string; subpath: string } | null;
};

const DEFAULT_API_VERSION = "2026-07";

/** The app's configuration; without the file, an app without scopes and subscriptions. */
export function readAppConfig(path: string): AppConfig {
  return toAppConfig(existsSync(path) ? parseToml(readFileSync(path, "utf8")) : {});
}

export function toAppConfig(toml: Toml): AppConfig {
  const access = table(toml["access_scopes"]);
  const webhooks = table(toml["webhooks"]);
  const proxy = table(toml["app_proxy"]);
  const name = text(toml["name"]) ?? "Aftercare";
  return {
    name,
    handle: text(toml["handle"]) ?? name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    scopes: splitScopes(text(access["scopes"]) ?? ""),
    optionalScopes: list(access["optional_scopes"]),
    apiVersion: text(webhooks["api_version"]) ?? DEFAULT_API_VERSION,
    subscriptions: toSubscriptions(webhooks["subscriptions"]),
    proxy: proxy["url"]
      ? {
          url: text(proxy["url"]) ?? "",
          prefix: text(proxy["prefix"]) ?? "apps",
          subpath: text(proxy["subpath"]) ?? "",
        }
      : null,
  };
}

export function splitScopes(scopes: string): string[] {
  return scopes
    .split(/[\s,]+/)
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}

export function parseToml(source: string): Toml {
  const root: Toml = {};
  let current = root;
  for (const { text: line, number } of logicalLines(source)) {
    const header = /^\[(\[?)([\w.-]+)\]?\]$/.exec(line);
    if (header) {
      current = openTable(root, (header[2] ?? "").split("."), header[1] === "[");
      continue;
    }
    const pair = /^([\w-]+|"[^"]+")\s*=\s*(.+)$/s.exec(line);
    if (!pair) throw new Error(`shopify.app.toml line ${number}: cannot read "${line}"`);
    current[(pair[1] ?? "").replaceAll('"', "")] = parseValue(pair[2] ?? "", number);
  }
  return root;
}

/** Lines without comments; an array that spans lines comes as one. */
function logicalLines(source: string): { text: string; number: number }[] {
  const lines: { text: string; number: number }[] = [];
  let open = "";
  source.split(/\r?\n/).forEach((line, index) => {
    const text = `${open} ${stripComment(line)}`.trim();
    const depth = bracketDepth(text);
    const isHeader = /^\[\[?[\w.-]+\]?\]$/.test(text);
    open = depth > 0 && !isHeader ? text : "";
    if (open === "" && text !== "") lines.push({ text, number: index + 1 });
  });
  return lines;
}

function stripComment(line: string): string {
  const match = /^((?:[^#"']|"(?:[^"\\]|\\.)*"|'[^']*')*)#/.exec(line);
  return match ? (match[1] ?? "") : line;
}

function bracketDepth(text: string): number {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "");
  return bare.split("[").length - bare.split("]").length;
}

function openTable(root: Toml, path: string[], isArray: boolean): Toml {
  let node = root;
  path.forEach((key, index) => {
    const isLast = index === path.length - 1;
    if (isLast && isArray) {
      const rows = Array.isArray(node[key]) ? node[key] : [];
      const row: Toml = {};
      node[key] = [...rows, row];
      node = row;
      return;
    }
    const existing = node[key];
    const next = Array.isArray(existing) ? existing.at(-1) : existing;
    const child = isTable(next) ? next : {};
    if (child !== next) node[key] = child;
    node = child;
  });
  return node;
}

function parseValue(source: string, line: number): TomlValue {
  const value = source.trim();
  if (value === "true" || value === "false") return value === "true";
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
  if (/^"(?:[^"\\]|\\.)*"$/.test(value)) return JSON.parse(value) as string;
  if (/^\[.*\]$/s.test(value)) {
    const items = value.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,]+/g) ?? [];
    return items.map((item) => parseValue(item, line));
  }
  throw new Error(`shopify.app.toml line ${line}: cannot read the value ${value}`);
}

function toSubscriptions(value: TomlValue | undefined): AppSubscription[] {
  const rows = Array.isArray(value) ? value.filter(isTable) : [];
  return rows.flatMap((row) =>
    [...list(row["topics"]), ...list(row["compliance_topics"])].map((topic) => ({
      topic,
      uri: text(row["uri"]) ?? "/webhooks",
      filter: text(row["filter"]),
      includeFields: list(row["include_fields"]),
      name: text(row["name"]),
    })),
  );
}

function isTable(value: TomlValue | undefined): value is Toml {
  return typeof value === "object" && !Array.isArray(value);
}

function table(value: TomlValue | undefined): Toml {
  return isTable(value) ? value : {};
}

function text(value: TomlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function list(value: TomlValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
