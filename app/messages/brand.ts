/** How a shop speaks: greeting, closing, colour, logo, where answers go. Pure. Everything has a default that reads well. */
import { z } from "zod";
import { hasLineBreak, isMailAddress } from "./mail-address.ts";
import { isLanguage, LANGUAGES, type Language } from "./languages.ts";

export type Brand = {
  /** Put before the text; empty: the language's own ("Hello Ana,"). `{{ first_name }}` is not Liquid here: the name follows. */
  readonly greeting: string;
  /** Ends the text; empty: the language's own and the shop's name. */
  readonly signOff: string;
  /** `#rrggbb`, for the line on top and buttons */
  readonly colour: string;
  /** https address of a picture; empty: the shop's name as text */
  readonly logoUrl: string;
  /** where a shopper's answer goes; empty: the sender */
  readonly replyTo: string;
  /** small print under each mail, e.g. the company's address */
  readonly footer: string;
  /** for readers whose language we do not write */
  readonly language: Language;
};

export const DEFAULT_BRAND: Brand = {
  greeting: "",
  signOff: "",
  colour: "#1f5199",
  logoUrl: "",
  replyTo: "",
  footer: "",
  language: "en",
};

export type BrandField = keyof Brand;
export type BrandErrors = Readonly<Partial<Record<BrandField, string>>>;

const LIMITS = { greeting: 60, signOff: 200, footer: 500, logoUrl: 500 } as const;

const storedSchema = z.object({
  greeting: z.string().catch(DEFAULT_BRAND.greeting),
  signOff: z.string().catch(DEFAULT_BRAND.signOff),
  colour: z.string().catch(DEFAULT_BRAND.colour),
  logoUrl: z.string().catch(DEFAULT_BRAND.logoUrl),
  replyTo: z.string().catch(DEFAULT_BRAND.replyTo),
  footer: z.string().catch(DEFAULT_BRAND.footer),
  language: z.string().refine(isLanguage).catch(DEFAULT_BRAND.language),
});

/** As a form sends it; what the fields may say is evaluateBrand's. */
export const brandSchema = z.object({
  greeting: z.string().max(5_000),
  signOff: z.string().max(5_000),
  colour: z.string().max(100),
  logoUrl: z.string().max(5_000),
  replyTo: z.string().max(1_000),
  footer: z.string().max(10_000),
  language: z.enum(LANGUAGES),
});

/** What is stored, whole: a field that is missing or unreadable has its default. */
export function readBrand(stored: unknown): Brand {
  const parsed = storedSchema.safeParse(stored ?? {});
  // The schema refines `language` to one of ours.
  return parsed.success ? (parsed.data as Brand) : DEFAULT_BRAND;
}

/** Why it cannot be saved, per field; empty when it can. */
export function evaluateBrand(asked: Brand): BrandErrors {
  const errors: Partial<Record<BrandField, string>> = {};
  for (const field of ["greeting", "signOff", "footer", "logoUrl"] as const)
    if (asked[field].length > LIMITS[field])
      errors[field] = `Keep it to ${LIMITS[field]} characters.`;
  if (hasLineBreak(asked.greeting)) errors.greeting = "Write the greeting in one line.";
  if (!/^#[0-9a-f]{6}$/i.test(asked.colour)) errors.colour = "Write a colour such as #1f5199.";
  else if (!isReadableOnWhite(asked.colour))
    errors.colour = "This colour is too light to read on white. Choose a darker one.";
  if (asked.logoUrl !== "" && !isPictureAddress(asked.logoUrl))
    errors.logoUrl = "Give the address of a picture that begins with https://.";
  if (asked.replyTo !== "" && !isMailAddress(asked.replyTo))
    errors.replyTo = "This is not a mail address. Check it, or leave it empty.";
  if (!isLanguage(asked.language)) errors.language = "Choose one of the languages.";
  return errors;
}

function isPictureAddress(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === "https:" && url.username === "" && !/[\s"'<>\\]/.test(text);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

// WCAG 2.2, 1.4.3: text on a button needs 4.5 to 1.
const MIN_CONTRAST = 4.5;

function isReadableOnWhite(colour: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= MIN_CONTRAST;
}
