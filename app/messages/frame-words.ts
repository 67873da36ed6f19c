/** The words around every mail, in each language. Pure. */
import type { Language } from "./languages.ts";

export type FrameWords = {
  /** `name` may be empty */
  readonly greeting: (name: string) => string;
  readonly signOff: string;
  /** why the reader gets this mail */
  readonly why: (shop: string) => string;
  /** before the address of a page to write on; empty: there is none */
  readonly ask: string;
  /** the subject of a mail that a person writes first */
  readonly about: (orderName: string) => string;
};

const FRAME_WORDS: Readonly<Record<Language, FrameWords>> = {
  en: {
    greeting: (name) => (name ? `Hello ${name},` : "Hello,"),
    signOff: "Kind regards",
    why: (shop) =>
      `You get this mail because you ordered from ${shop}. It is about your order only.`,
    ask: "A question about your order? Write to us here:",
    about: (order) => `About your order ${order}`,
  },
  de: {
    greeting: (name) => (name ? `Guten Tag ${name},` : "Guten Tag,"),
    signOff: "Herzliche Grüße",
    why: (shop) =>
      `Sie erhalten diese Nachricht, weil Sie bei ${shop} bestellt haben. Sie betrifft nur Ihre Bestellung.`,
    ask: "Eine Frage zu Ihrer Bestellung? Schreiben Sie uns hier:",
    about: (order) => `Zu Ihrer Bestellung ${order}`,
  },
  fr: {
    greeting: (name) => (name ? `Bonjour ${name},` : "Bonjour,"),
    signOff: "Bien à vous",
    why: (shop) =>
      `Vous recevez ce message parce que vous avez commandé chez ${shop}. Il ne concerne que votre commande.`,
    ask: "Une question sur votre commande ? Écrivez-nous ici :",
    about: (order) => `À propos de votre commande ${order}`,
  },
  es: {
    greeting: (name) => (name ? `Hola, ${name}:` : "Hola:"),
    signOff: "Un cordial saludo",
    why: (shop) =>
      `Recibe este mensaje porque ha hecho un pedido en ${shop}. Trata solo de su pedido.`,
    ask: "¿Tiene alguna pregunta sobre su pedido? Escríbanos aquí:",
    about: (order) => `Sobre su pedido ${order}`,
  },
  ja: {
    greeting: (name) => (name ? `${name} 様` : "お客様"),
    signOff: "今後ともよろしくお願いいたします。",
    why: (shop) =>
      `このメールは、${shop} でご注文いただいたお客様にお送りしています。ご注文に関するお知らせのみです。`,
    ask: "ご注文についてのお問い合わせはこちらから：",
    about: (order) => `ご注文 ${order} について`,
  },
};

/** The languages suppliers are written to in. */
const SUPPLIER_LANGUAGES = ["en", "zh-Hans", "es"] as const;

export type SupplierLanguage = (typeof SUPPLIER_LANGUAGES)[number];

export const isSupplierLanguage = (text: string): text is SupplierLanguage =>
  (SUPPLIER_LANGUAGES as readonly string[]).includes(text);

const SUPPLIER_FRAME_WORDS: Readonly<Record<SupplierLanguage, FrameWords>> = {
  en: {
    greeting: (name) => (name ? `Hello ${name},` : "Hello,"),
    signOff: "Kind regards",
    why: (shop) => `You get this mail because you supply ${shop}.`,
    ask: "",
    about: (order) => `About order ${order}`,
  },
  "zh-Hans": {
    greeting: (name) => (name ? `${name}，您好：` : "您好："),
    signOff: "此致敬礼",
    why: (shop) => `您收到此邮件，因为您是 ${shop} 的供应商。`,
    ask: "",
    about: (order) => `关于订单 ${order}`,
  },
  es: {
    greeting: (name) => (name ? `Hola, ${name}:` : "Hola:"),
    signOff: "Un cordial saludo",
    why: (shop) => `Recibe este mensaje porque es proveedor de ${shop}.`,
    ask: "",
    about: (order) => `Sobre el pedido ${order}`,
  },
};

/** Whom a mail is written to, and in which language. */
export type Reader =
  | { readonly reader?: "shopper"; readonly language: Language }
  | { readonly reader: "supplier"; readonly language: SupplierLanguage };

export const frameWords = (reader: Reader): FrameWords =>
  reader.reader === "supplier"
    ? SUPPLIER_FRAME_WORDS[reader.language]
    : FRAME_WORDS[reader.language];
