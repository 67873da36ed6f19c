/**
 * Tracking numbers a carrier's own check would accept: right length, right check digit, made-up parcel.
 * Knows formats and public tracking pages; not whether a parcel moves.
 */
import type { RandomSource } from "./random-source.ts";

export type TrackingNumber = {
  /** Spelt as in Shopify's carrier list. */
  company: string;
  number: string;
  url: string;
};

type Carrier = {
  company: string;
  issue: (random: RandomSource) => string;
  page: (number: string) => string;
};

const CARRIERS = {
  ups: {
    company: "UPS",
    issue: issueUps,
    page: (number) => `https://www.ups.com/track?tracknum=${number}`,
  },
  usps: {
    company: "USPS",
    issue: issueUsps,
    page: (number) => `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}`,
  },
  fedex: {
    company: "FedEx",
    issue: issueFedex,
    page: (number) => `https://www.fedex.com/fedextrack/?trknbr=${number}`,
  },
  dhl: {
    company: "DHL Express",
    issue: issueDhlExpress,
    page: (number) => `https://www.dhl.com/en/express/tracking.html?AWB=${number}`,
  },
  yamato: {
    company: "Yamato (JA)",
    issue: issueModulo7,
    page: (number) => `https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id=${number}`,
  },
  japanPost: postal(
    "Japan Post (EN)",
    "EJ",
    "JP",
    "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1=",
  ),
  royalMail: postal(
    "Royal Mail",
    "RN",
    "GB",
    "https://www.royalmail.com/track-your-item#/tracking-results/",
  ),
  chinaPost: postal(
    "China Post",
    "LZ",
    "CN",
    "https://www.track-chinapost.com/result_china.php?order_no=",
  ),
  koreaPost: postal(
    "Korea Post",
    "EG",
    "KR",
    "https://service.epost.go.kr/trace.RetrieveEmsRigiTraceList.comm?POST_CODE=",
  ),
  canadaPost: postal(
    "Canada Post",
    "LM",
    "CA",
    "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=",
  ),
  laPoste: postal("La Poste", "CC", "FR", "https://www.laposte.fr/outils/suivre-vos-envois?code="),
  ctt: postal(
    "CTT",
    "RU",
    "PT",
    "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects=",
  ),
} satisfies Record<string, Carrier>;

export type CarrierCode = keyof typeof CARRIERS;
export const CARRIER_CODES = Object.keys(CARRIERS) as CarrierCode[]; // keys of the literal above

/** Issues a number with a valid check digit, and the page that shows it. */
export function issueTrackingNumber(carrier: CarrierCode, random: RandomSource): TrackingNumber {
  const { company, issue, page } = CARRIERS[carrier];
  const number = issue(random);
  return { company, number, url: page(number) };
}

function issueUps(random: RandomSource): string {
  const alphabet = [..."0123456789ABCDEFGHJKLMNPRTUVWXYZ"];
  const account = Array.from({ length: 6 }, () => random.pick(alphabet)).join("");
  const body = account + random.pick(["01", "02", "03", "12"]) + random.digits(7);
  return `1Z${body}${checkUps(body)}`;
}

/** Letters count (code − 63) mod 10; every second character counts double. */
function checkUps(body: string): number {
  const sum = [...body].reduce((total, char, index) => {
    const value = /\d/.test(char) ? Number(char) : (char.charCodeAt(0) - 63) % 10;
    return total + value * (index % 2 === 0 ? 1 : 2);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

function issueUsps(random: RandomSource): string {
  const body = random.pick(["94001", "92055", "94055"]) + random.digits(16);
  // GS1 modulo 10: weights 3 and 1 from the right.
  const sum = [...body]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function issueFedex(random: RandomSource): string {
  const weights = [3, 1, 7];
  const body = random.digits(11);
  const sum = [...body].reduce(
    (total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0),
    0,
  );
  return `${body}${(sum % 11) % 10}`;
}

function issueDhlExpress(random: RandomSource): string {
  const body = `${random.integer(1, 9)}${random.digits(8)}`;
  return `${body}${Number(body) % 7}`;
}

function issueModulo7(random: RandomSource): string {
  const body = `${random.integer(1, 9)}${random.digits(10)}`;
  return `${body}${Number(body) % 7}`;
}

/** The Universal Postal Union's S10 form: two letters, eight digits, a check digit, the country. */
function postal(company: string, service: string, country: string, page: string): Carrier {
  return {
    company,
    issue: (random) => {
      const serial = random.digits(8);
      return `${service}${serial}${checkS10(serial)}${country}`;
    },
    page: (number) => `${page}${number}`,
  };
}

function checkS10(serial: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = [...serial].reduce(
    (total, digit, index) => total + Number(digit) * (weights[index] ?? 0),
    0,
  );
  const rest = 11 - (sum % 11);
  if (rest === 10) return 0;
  return rest === 11 ? 5 : rest;
}
