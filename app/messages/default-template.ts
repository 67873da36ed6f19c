/** The product's own text for an event in a language: version 0 of every template. Pure. */
import { DE } from "./default-templates/de.ts";
import { EN } from "./default-templates/en.ts";
import { ES } from "./default-templates/es.ts";
import { FR } from "./default-templates/fr.ts";
import { JA } from "./default-templates/ja.ts";
import type { TemplateText, TemplateTexts } from "./default-templates/template-text.ts";
import type { Language } from "./languages.ts";
import type { ShopperEvent } from "./shopper-events.ts";

const TEXTS: Readonly<Record<Language, TemplateTexts>> = { en: EN, de: DE, fr: FR, es: ES, ja: JA };

export const defaultTemplate = (event: ShopperEvent, language: Language): TemplateText =>
  TEXTS[language][event];
