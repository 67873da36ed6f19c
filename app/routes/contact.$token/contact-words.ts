/** The words of the page a shopper writes on, in each language. */
import type { Language } from "#app/messages/languages.ts";

type ContactWords = {
  readonly ask: (orderName: string) => string;
  readonly send: string;
  readonly taken: string;
  /** by code; `other` for the rest */
  readonly refusals: Readonly<Record<string, string>>;
};

export const CONTACT_WORDS: Readonly<Record<Language, ContactWords>> = {
  en: {
    ask: (order) => `Your question about order ${order}`,
    send: "Send",
    taken: "Thank you. Your message has arrived. We answer by mail.",
    refusals: {
      words_empty: "Write something first.",
      words_too_long: "Please shorten your message to 5,000 characters.",
      too_many_words: "You have written many times within an hour. Please wait an hour.",
      other: "Your message could not be taken. Please try again.",
    },
  },
  de: {
    ask: (order) => `Ihre Frage zur Bestellung ${order}`,
    send: "Senden",
    taken: "Vielen Dank. Ihre Nachricht ist angekommen. Wir antworten per E-Mail.",
    refusals: {
      words_empty: "Bitte schreiben Sie zuerst etwas.",
      words_too_long: "Bitte kürzen Sie Ihre Nachricht auf 5.000 Zeichen.",
      too_many_words:
        "Sie haben innerhalb einer Stunde oft geschrieben. Bitte warten Sie eine Stunde.",
      other: "Ihre Nachricht konnte nicht angenommen werden. Bitte versuchen Sie es erneut.",
    },
  },
  fr: {
    ask: (order) => `Votre question sur la commande ${order}`,
    send: "Envoyer",
    taken: "Merci. Votre message est bien arrivé. Nous vous répondrons par e-mail.",
    refusals: {
      words_empty: "Veuillez d'abord écrire quelque chose.",
      words_too_long: "Veuillez limiter votre message à 5 000 caractères.",
      too_many_words: "Vous avez écrit souvent en une heure. Veuillez patienter une heure.",
      other: "Votre message n'a pas pu être accepté. Veuillez réessayer.",
    },
  },
  es: {
    ask: (order) => `Su pregunta sobre el pedido ${order}`,
    send: "Enviar",
    taken: "Gracias. Su mensaje ha llegado. Le responderemos por correo.",
    refusals: {
      words_empty: "Escriba algo primero.",
      words_too_long: "Acorte su mensaje a 5.000 caracteres.",
      too_many_words: "Ha escrito muchas veces en una hora. Espere una hora.",
      other: "No se ha podido aceptar su mensaje. Inténtelo de nuevo.",
    },
  },
  ja: {
    ask: (order) => `ご注文 ${order} についてのお問い合わせ`,
    send: "送信",
    taken: "ありがとうございます。メッセージを受け付けました。メールでご返信いたします。",
    refusals: {
      words_empty: "内容をご記入ください。",
      words_too_long: "メッセージは5,000文字以内でお願いいたします。",
      too_many_words: "1時間以内に何度も送信されています。1時間ほどお待ちください。",
      other: "メッセージを受け付けられませんでした。もう一度お試しください。",
    },
  },
};
