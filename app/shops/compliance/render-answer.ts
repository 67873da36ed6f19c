/** The answer to a data request, for machines and for people. Pure. */
import type { ExportedTable, Person } from "#app/platform/personal-data.ts";

export type Answer = {
  readonly shop: string;
  readonly person: Person;
  readonly madeAt: Date;
  readonly parts: readonly { readonly store: string; readonly tables: readonly ExportedTable[] }[];
};

export function renderJson({ shop, person, madeAt, parts }: Answer): string {
  const data = Object.fromEntries(
    parts.map(({ store, tables }) => [
      store,
      Object.fromEntries(tables.map(({ table, rows }) => [table, rows])),
    ]),
  );
  return JSON.stringify({ shop, madeAt: madeAt.toISOString(), customer: person, data }, null, 2);
}

/** A page that needs nothing else: it is opened from a download folder or a mail. */
export function renderHtml({ shop, person, madeAt, parts }: Answer): string {
  const held = parts.filter(({ tables }) => tables.some(({ rows }) => rows.length > 0));
  const who = person.email ?? person.phone ?? person.customerGid ?? "the customer";
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><title>Customer data</title><style>',
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}",
    "table{border-collapse:collapse;margin:0 0 1.5rem;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #ddd}th{width:14rem;font-weight:500;color:#555}",
    "</style></head><body>",
    `<h1>What ${escapeHtml(shop)} keeps about ${escapeHtml(who)}</h1>`,
    `<p>Made on ${escapeHtml(madeAt.toISOString().slice(0, 10))} by Aftercare, the app that handles orders after the sale.</p>`,
    held.length === 0 ? "<p>Nothing is kept about this customer.</p>" : "",
    ...held.flatMap(({ store, tables }) => [
      `<h2>${escapeHtml(store)}</h2>`,
      ...tables.map(renderTable),
    ]),
    "</body></html>",
  ].join("\n");
}

const renderTable = ({ table, rows }: ExportedTable) =>
  [`<h3>${escapeHtml(inWords(table))}</h3>`, ...rows.map(renderRow)].join("\n");

function renderRow(row: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(row).filter(([, value]) => !isEmpty(value));
  const cells = told.map(
    ([name, value]) =>
      `<tr><th>${escapeHtml(inWords(name))}</th><td>${escapeHtml(inText(value))}</td></tr>`,
  );
  return `<table>${cells.join("")}</table>`;
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && value.length === 0);

/** `ship_address1` → "Ship address1" */
const inWords = (name: string) => {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const inText = (value: unknown) =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
