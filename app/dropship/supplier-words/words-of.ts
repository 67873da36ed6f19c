/** The languages suppliers read, and their words. */
import type { SupplierLanguage } from "#app/dropship/suppliers/supplier.ts";
import { EN, type SupplierWords } from "./en.ts";
import { ES } from "./es.ts";
import { ZH_HANS } from "./zh-hans.ts";

export type { SupplierWords } from "./en.ts";

type LanguageFacts = {
  readonly words: SupplierWords;
  /** in its own letters */
  readonly name: string;
  /** for dates and money */
  readonly locale: string;
};

export const LANGUAGES = {
  en: { words: EN, name: "English", locale: "en-GB" },
  "zh-Hans": { words: ZH_HANS, name: "中文", locale: "zh-CN" },
  es: { words: ES, name: "Español", locale: "es-ES" },
} as const satisfies Record<SupplierLanguage, LanguageFacts>;

export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as SupplierLanguage[]; // the table's own keys

export const isSupplierLanguage = (text: string | null): text is SupplierLanguage =>
  text !== null && Object.hasOwn(LANGUAGES, text);

export const wordsOf = (language: SupplierLanguage): SupplierWords => LANGUAGES[language].words;

export const localeOf = (language: SupplierLanguage): string => LANGUAGES[language].locale;
