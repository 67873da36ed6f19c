/** The languages we write to shoppers in, and which one an order's reader gets. Pure. */

export const LANGUAGES = ["en", "de", "fr", "es", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each in its own words and in the merchant's. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  de: "German (Deutsch)",
  fr: "French (Français)",
  es: "Spanish (Español)",
  ja: "Japanese (日本語)",
};

/** For dates and amounts; a plain `en` would write 12/5 for the fifth of December. */
export const LANGUAGE_LOCALES: Readonly<Record<Language, string>> = {
  en: "en-GB",
  de: "de-DE",
  fr: "fr-FR",
  es: "es-ES",
  ja: "ja-JP",
};

export const isLanguage = (text: string): text is Language =>
  (LANGUAGES as readonly string[]).includes(text);

/** `de-AT` is read as `de`; what we do not speak gets the shop's own language. */
export function chooseLanguage(locale: string | null, fallback: Language): Language {
  const [primary = ""] = (locale ?? "").toLowerCase().split(/[-_]/);
  return isLanguage(primary) ? primary : fallback;
}
