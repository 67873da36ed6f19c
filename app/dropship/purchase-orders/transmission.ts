/** What leaves about a purchase order, and the names that a repeat is known by. Pure. */

export const PURPOSES = ["order", "revoked", "nudge", "address"] as const;
export type Purpose = (typeof PURPOSES)[number];

export type TransmissionName = {
  readonly purpose: Purpose;
  readonly revision: number;
  /** 0 = the first; counts what is sent again, and nudges */
  readonly copy: number;
};

/**
 * What the supplier's side may know a repeat by: `harbor-and-pine-1001-1-R1`, `…-R2-copy1`, `…-R1-revoked`. The shop stands
 * first, for a supplier may serve several.
 */
export const transmissionKey = (
  shopDomain: string,
  number: string,
  { purpose, revision, copy }: TransmissionName,
): string =>
  [
    shopHandle(shopDomain),
    number,
    `R${revision}`,
    ...(purpose === "order" ? [] : [purpose]),
    ...(copy === 0 ? [] : [`copy${copy}`]),
  ].join("-");

/** The file's name without its ending. */
export const fileStem = (shopDomain: string, number: string, name: TransmissionName): string => {
  const handle = shopHandle(shopDomain);
  return `${handle}-PO${transmissionKey(shopDomain, number, name).slice(handle.length)}`;
};

const shopHandle = (domain: string): string => domain.replace(/\.myshopify\.com$/, "");
