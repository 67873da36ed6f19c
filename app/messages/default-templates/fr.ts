/** The product's own texts in French. */
import {
  FOLLOW,
  ORDER_LINES,
  PARCEL_LINES,
  text,
  TRACKING,
  type TemplateTexts,
} from "./template-text.ts";

export const FR: TemplateTexts = {
  order_confirmed: text(
    "Nous avons bien reçu votre commande {{ order.name }}",
    `Merci. Votre commande {{ order.name }} du {{ order.placed_on }} nous est bien parvenue.

${ORDER_LINES}

Total : {{ order.total }}

Nous vous écrirons dès que votre colis bougera.`,
  ),
  order_cancelled: text(
    "Votre commande {{ order.name }} a été annulée",
    `Votre commande {{ order.name }} a été annulée et ne sera pas expédiée.

${ORDER_LINES}

Si vous avez déjà payé, l'argent revient par le même chemin. Si cela vous étonne, répondez à ce message.`,
  ),
  label_created: text(
    "Votre colis de la commande {{ order.name }} a un numéro",
    `Votre colis a un numéro, mais le transporteur ne l'a pas encore pris en charge. Nous vous écrirons dès qu'il bougera.

${TRACKING("Numéro")}

Il contient :

${PARCEL_LINES}`,
  ),
  shipped: text(
    "Le transporteur a votre colis ({{ order.name }})",
    `Bonne nouvelle : le transporteur a scanné votre colis, il est en route.

${TRACKING("Numéro")}

${FOLLOW("Suivre mon colis")}

{% if parcel.estimated_on %}Le transporteur pense le livrer le {{ parcel.estimated_on }}.{% endif %}

Il contient :

${PARCEL_LINES}`,
  ),
  out_for_delivery: text(
    "Votre colis est en cours de livraison ({{ order.name }})",
    `Le transporteur a chargé votre colis pour la livraison.

${TRACKING("Numéro")}

${FOLLOW("Suivre mon colis")}`,
  ),
  delivered: text(
    "Votre colis a été livré ({{ order.name }})",
    `Le transporteur indique que votre colis a été livré{% if parcel.delivered_on %} le {{ parcel.delivered_on }}{% endif %}.

Il contient :

${PARCEL_LINES}

Vous ne le trouvez pas ? Demandez à vos voisins, puis répondez à ce message : nous vous aiderons.`,
  ),
  refund_issued: text(
    "Votre remboursement pour {{ order.name }}",
    `Nous vous avons renvoyé {{ refund.amount }} pour la commande {{ order.name }}, par votre moyen de paiement.

C'est votre banque qui décide quand la somme apparaît ; quelques jours ouvrés sont habituels.`,
  ),
  return_requested: text(
    "Nous avons votre demande de retour pour {{ order.name }}",
    `Merci, votre demande de retour pour la commande {{ order.name }} est arrivée. Gardez les articles jusqu'à notre réponse.`,
  ),
  return_approved: text(
    "Votre retour pour {{ order.name }} est accepté",
    `Votre retour pour la commande {{ order.name }} est accepté{% if return.name %} ({{ return.name }}){% endif %}.

Emballez bien les articles. Si vous ne savez pas encore comment les envoyer, répondez à ce message.`,
  ),
  return_declined: text(
    "À propos de votre retour pour {{ order.name }}",
    `Nous ne pouvons pas accepter votre retour pour la commande {{ order.name }} tel qu'il est demandé.

Pour qu'une personne le regarde à nouveau, répondez simplement à ce message.`,
  ),
  delay_notice: text(
    "Votre commande {{ order.name }} a du retard : à vous de choisir",
    `Nous pensions expédier votre commande {{ order.name }} avant le {{ delay.promised_on }} et nous n'y arrivons pas. Nous en sommes désolés.

{% if delay.new_on %}La nouvelle date est le {{ delay.new_on }}.{% else %}Nous ne connaissons pas encore de nouvelle date, et nous n'en inventerons pas.{% endif %}

Vous pouvez attendre, ou annuler et récupérer rapidement tout votre argent. C'est vous qui choisissez.

[Choisir : attendre ou être remboursé]({{ delay.choice_url }})

Vous pouvez aussi simplement répondre à ce message.`,
  ),
};
