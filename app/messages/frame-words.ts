/** The words around every mail, in each language. Pure. */
import type { Language } from "./languages.ts";

type FrameWords = {
  /** `name` may be empty */
  readonly greeting: (name: string) => string;
  readonly signOff: string;
  /** why the reader gets this mail */
  readonly why: (shop: string) => string;
};

export const FRAME_WORDS: Readonly<Record<Language, FrameWords>> = {
  en: {
    greeting: (name) => (name ? `Hello ${name},` : "Hello,"),
    signOff: "Kind regards",
    why: (shop) =>
      `You get this mail because you ordered from ${shop}. It is about your order only.`,
  },
  de: {
    greeting: (name) => (name ? `Guten Tag ${name},` : "Guten Tag,"),
    signOff: "Herzliche Grüße",
    why: (shop) =>
      `Sie erhalten diese Nachricht, weil Sie bei ${shop} bestellt haben. Sie betrifft nur Ihre Bestellung.`,
  },
  fr: {
    greeting: (name) => (name ? `Bonjour ${name},` : "Bonjour,"),
    signOff: "Bien à vous",
    why: (shop) =>
      `Vous recevez ce message parce que vous avez commandé chez ${shop}. Il ne concerne que votre commande.`,
  },
  es: {
    greeting: (name) => (name ? `Hola, ${name}:` : "Hola:"),
    signOff: "Un cordial saludo",
    why: (shop) =>
      `Recibe este mensaje porque ha hecho un pedido en ${shop}. Trata solo de su pedido.`,
  },
  ja: {
    greeting: (name) => (name ? `${name} 様` : "お客様"),
    signOff: "今後ともよろしくお願いいたします。",
    why: (shop) =>
      `このメールは、${shop} でご注文いただいたお客様にお送りしています。ご注文に関するお知らせのみです。`,
  },
};
