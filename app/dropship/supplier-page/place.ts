/** Addresses of the page. Only what a reader chose stands in them. Pure. */
export type Place = {
  readonly token: string;
  /** chosen by the reader; null = the contact's own */
  readonly lang: string | null;
  /** number of the purchase order that is open; null = all of them */
  readonly order: string | null;
};

export type Said = { readonly code: string; readonly count: number };

export function hrefOf({ token, lang, order }: Place, said?: Said): string {
  const query = new URLSearchParams();
  if (order !== null) query.set("order", order);
  if (lang !== null) query.set("lang", lang);
  if (said) {
    query.set("said", said.code);
    query.set("n", String(said.count));
  }
  const text = query.toString();
  return `/supplier/${token}${text === "" ? "" : `?${text}`}`;
}

export function fileHrefOf({ token, lang }: Place, format: "csv" | "xlsx"): string {
  const query = new URLSearchParams({ format, ...(lang === null ? {} : { lang }) });
  return `/supplier/${token}/day?${query.toString()}`;
}
