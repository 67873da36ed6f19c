/** The plain frame of the sandbox's own pages (mailbox, storefront, store records): one style sheet, no scripts. */
import { html, raw, type Html } from "./html.ts";

export type PageName = "mailbox" | "storefront" | "desk";

const STYLE = `
:root { color-scheme: light; --ink: #1f2124; --muted: #5c6066; --line: #d9dbde; --paper: #fff; --ground: #f4f4f2; --accent: #1d5c4c; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
header { background: var(--paper); border-bottom: 1px solid var(--line); }
header nav { max-width: 60rem; margin: 0 auto; padding: .75rem 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
header a { color: var(--ink); text-decoration: none; padding: .25rem 0; }
header a[aria-current] { font-weight: 600; border-bottom: 2px solid var(--accent); }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .25rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.muted { color: var(--muted); }
.notice { background: #fff6e0; border: 1px solid #e6cf94; border-radius: .5rem; padding: .6rem .8rem; overflow-wrap: anywhere; }
.empty { background: var(--paper); border: 1px dashed var(--line); border-radius: .5rem; padding: 2rem 1rem; text-align: center; color: var(--muted); }
.rows { list-style: none; margin: 1rem 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
.rows li + li { border-top: 1px solid var(--line); }
.rows a { display: flex; flex-wrap: wrap; gap: .1rem .9rem; padding: .7rem .9rem; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.rows a:hover { background: #fafaf8; }
.row-title { font-weight: 550; flex: 1 1 18rem; }
.tag { border-radius: 1rem; background: #e8eae6; padding: 0 .5rem; }
.tag.warn { background: #ffe0a8; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 1rem; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.mail-body { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
details { margin: .75rem 0; } summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; font-size: .85rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem; display: flex; flex-direction: column; gap: .35rem; }
.swatch { height: 7.5rem; width: 100%; object-fit: contain; background: #eceae4; border-radius: .4rem; display: grid; place-items: center; font-size: 2rem; color: #ffffffd9; }
.price { font-weight: 600; }
.panel { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
form.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .8rem; }
label { display: grid; gap: .2rem; font-size: .9rem; color: var(--muted); }
input, select { font: inherit; color: var(--ink); padding: .5rem .6rem; border: 1px solid #a9adb3; border-radius: .4rem; background: #fff; min-width: 0; width: 100%; }
button, .button { font: inherit; font-weight: 550; padding: .55rem 1rem; border-radius: .4rem; border: 0; background: var(--accent); color: #fff; cursor: pointer; text-decoration: none; display: inline-block; text-align: center; }
`;

export function renderPage(page: { title: string; current: PageName | null; body: Html }): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <nav aria-label="Sandbox">
            <a href="/">Admin</a>
            ${link("/storefront", "Storefront", page.current === "storefront")}
            ${link("/mailbox", "Mailbox", page.current === "mailbox")}
            ${link("/desk", "Suppliers", page.current === "desk")}
          </nav>
        </header>
        <main>${page.body}</main>
      </body>
    </html>`.html;
}

function link(href: string, label: string, isCurrent: boolean): Html {
  return html`<a href="${href}" ${isCurrent && raw('aria-current="page"')}>${label}</a>`;
}
