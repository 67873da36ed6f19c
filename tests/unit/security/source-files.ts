/** The product's own files as the security checks read them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

export type SourceFile = { readonly path: string; readonly text: string };

/** Files below the folders whose path matches; a folder that does not exist has none. */
export function listSources(folders: readonly string[], pattern: RegExp): SourceFile[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true })
        .map((name) => `${folder}/${String(name)}`)
        .filter((path) => pattern.test(path) && statSync(path).isFile())
        .map((path) => ({ path, text: readFileSync(path, "utf8") })),
    );
}

/** Code without its comments: a comment may name what the code must not do. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

export const pathsOf = (files: readonly SourceFile[]): string[] =>
  files.map(({ path }) => path).sort();

/** Paths of the files whose code contains the pattern. */
export const pathsWith = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  pathsOf(files.filter(({ text }) => pattern.test(withoutComments(text))));

export const APP_CODE = listSources(["app"], /\.tsx?$/);
export const ROUTES = listSources(["app/routes"], /\.tsx$/).filter(({ text }) =>
  /export (?:const|async function|function) (?:loader|action)\b/.test(text),
);
export const DOCUMENTS = listSources(["app/shopify/operations"], /\.graphql$/);
export const THEME_LIQUID = listSources(["extensions"], /\.liquid$/);
export const THEME_SCRIPTS = listSources(["extensions"], /assets\/.*\.js$/);
export const TOML = readFileSync("shopify.app.toml", "utf8");
