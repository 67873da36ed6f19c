/** Tracking pages of carriers spelt as in Shopify's list; others get none. */
const PAGES: Record<string, (number: string) => string> = {
  UPS: (n) => `https://www.ups.com/WebTracking?loc=en_US&requester=ST&trackNums=${n}`,
  USPS: (n) => `https://tools.usps.com/go/TrackConfirmAction.action?tLabels=${n}`,
  FedEx: (n) => `https://www.fedex.com/fedextrack/?trknbr=${n}`,
  "DHL Express": (n) => `https://www.dhl.com/en/express/tracking.html?AWB=${n}&brand=DHL`,
  "Canada Post": (n) =>
    `https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=${n}`,
  "Royal Mail": (n) => `https://www.royalmail.com/track-your-item#/tracking-results/${n}`,
  "Australia Post": (n) => `https://auspost.com.au/mypost/track/#/details/${n}`,
  "La Poste": (n) => `https://www.laposte.fr/outils/suivre-vos-envois?code=${n}`,
  "Deutsche Post": (n) => `https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode=${n}`,
  "Yamato (JA)": (n) => `https://toi.kuronekoyamato.co.jp/cgi-bin/tneko?number=${n}`,
};

export function trackingUrlFor(company: string | null, number: string | null): string | null {
  if (!company || !number) return null;
  return PAGES[company]?.(encodeURIComponent(number)) ?? null;
}
