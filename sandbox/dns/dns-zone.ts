/** The TXT records of every domain there is, as plain data and as the text people type: a host and its value per line. */

export type DnsRecord = { host: string; value: string };
export type DnsZone = DnsRecord[];

const HOST =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)+$/;
const MAX_VALUE = 4_000;
const MAX_RECORDS = 200;

/** Reads lines such as `_dmarc.shop.com v=DMARC1; p=none`. `TXT` and quotes, as DNS pages show them, are understood. */
export function parseZone(text: string): { zone: DnsZone; faults: string[] } {
  const zone: DnsZone = [];
  const faults: string[] = [];
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    const [host = "", ...rest] = line.split(/\s+/);
    const words = rest[0]?.toUpperCase() === "TXT" ? rest.slice(1) : rest;
    const value = words.join(" ").replace(/^"|"$/g, "");
    const name = host.toLowerCase().replace(/\.$/, "");
    if (!HOST.test(name) || value === "" || value.length > MAX_VALUE) faults.push(line);
    else if (zone.length < MAX_RECORDS) zone.push({ host: name, value });
    else faults.push(line);
  }
  return { zone, faults };
}

export const showZone = (zone: DnsZone): string =>
  zone.map(({ host, value }) => `${host} TXT ${value}`).join("\n");

export const findTxt = (zone: DnsZone, name: string): string[] =>
  zone.filter(({ host }) => host === name).map(({ value }) => value);

/** Whether the name, or something below it, exists. */
export const findNames = (zone: DnsZone, name: string): boolean =>
  zone.some(({ host }) => host === name || host.endsWith(`.${name}`));
