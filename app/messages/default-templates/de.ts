/** The product's own texts in German. */
import {
  FOLLOW,
  ORDER_LINES,
  PARCEL_LINES,
  text,
  TRACKING,
  type TemplateTexts,
} from "./template-text.ts";

export const DE: TemplateTexts = {
  order_confirmed: text(
    "Ihre Bestellung {{ order.name }} ist bei uns",
    `Vielen Dank. Ihre Bestellung {{ order.name }} vom {{ order.placed_on }} ist bei uns eingegangen.

${ORDER_LINES}

Summe: {{ order.total }}

Wir schreiben Ihnen, sobald Ihr Paket unterwegs ist.`,
  ),
  order_cancelled: text(
    "Ihre Bestellung {{ order.name }} wurde storniert",
    `Ihre Bestellung {{ order.name }} wurde storniert und wird nicht verschickt.

${ORDER_LINES}

Falls Sie schon bezahlt haben, geht das Geld auf demselben Weg zurück. Falls Sie das überrascht, antworten Sie bitte auf diese Nachricht.`,
  ),
  label_created: text(
    "Ihr Paket zu {{ order.name }} hat eine Nummer",
    `Ihr Paket hat eine Nummer, der Paketdienst hat es aber noch nicht abgeholt. Wir schreiben Ihnen, sobald es sich bewegt.

${TRACKING("Nummer")}

Darin:

${PARCEL_LINES}`,
  ),
  shipped: text(
    "Der Paketdienst hat Ihr Paket ({{ order.name }})",
    `Gute Nachrichten: Der Paketdienst hat Ihr Paket gescannt, es ist unterwegs.

${TRACKING("Nummer")}

${FOLLOW("Paket verfolgen")}

{% if parcel.estimated_on %}Der Paketdienst rechnet mit der Zustellung am {{ parcel.estimated_on }}.{% endif %}

Darin:

${PARCEL_LINES}`,
  ),
  out_for_delivery: text(
    "Ihr Paket wird zugestellt ({{ order.name }})",
    `Der Paketdienst hat Ihr Paket zur Zustellung geladen.

${TRACKING("Nummer")}

${FOLLOW("Paket verfolgen")}`,
  ),
  delivered: text(
    "Ihr Paket wurde zugestellt ({{ order.name }})",
    `Der Paketdienst meldet, dass Ihr Paket zugestellt wurde{% if parcel.delivered_on %}, am {{ parcel.delivered_on }}{% endif %}.

Darin:

${PARCEL_LINES}

Sie finden es nicht? Sehen Sie bei den Nachbarn nach und antworten Sie dann auf diese Nachricht; wir helfen.`,
  ),
  refund_issued: text(
    "Ihre Erstattung zu {{ order.name }}",
    `Wir haben Ihnen {{ refund.amount }} für die Bestellung {{ order.name }} zurückgesandt, auf dem Weg, auf dem Sie bezahlt haben.

Wann der Betrag erscheint, entscheidet Ihre Bank; einige Werktage sind üblich.`,
  ),
  return_requested: text(
    "Ihre Rücksendeanfrage zu {{ order.name }} ist da",
    `Vielen Dank, Ihre Rücksendeanfrage zur Bestellung {{ order.name }} ist angekommen. Bitte behalten Sie die Ware, bis wir antworten.`,
  ),
  return_approved: text(
    "Ihre Rücksendung zu {{ order.name }} ist genehmigt",
    `Ihre Rücksendung zur Bestellung {{ order.name }} ist genehmigt{% if return.name %} ({{ return.name }}){% endif %}.

Bitte verpacken Sie die Ware gut. Wenn Sie noch nicht wissen, wie Sie sie schicken sollen, antworten Sie auf diese Nachricht.`,
  ),
  return_declined: text(
    "Zu Ihrer Rücksendung {{ order.name }}",
    `Wir können Ihre Rücksendung zur Bestellung {{ order.name }} so nicht annehmen.

Möchten Sie, dass ein Mensch noch einmal hinsieht? Antworten Sie einfach auf diese Nachricht.`,
  ),
  delay_notice: text(
    "Ihre Bestellung {{ order.name }} verspätet sich: bitte wählen Sie",
    `Wir wollten Ihre Bestellung {{ order.name }} bis zum {{ delay.promised_on }} verschicken und schaffen es nicht. Das tut uns leid.

{% if delay.new_on %}Der neue Termin ist der {{ delay.new_on }}.{% else %}Einen neuen Termin kennen wir noch nicht, und wir wollen keinen raten.{% endif %}

Sie können warten oder stornieren und umgehend Ihr ganzes Geld zurückbekommen. Sie haben die Wahl.

[Wählen: warten oder Geld zurück]({{ delay.choice_url }})

Sie können auch einfach auf diese Nachricht antworten.`,
  ),
};
