/** The product's own texts in Spanish. */
import {
  FOLLOW,
  ORDER_LINES,
  PARCEL_LINES,
  text,
  TRACKING,
  type TemplateTexts,
} from "./template-text.ts";

export const ES: TemplateTexts = {
  order_confirmed: text(
    "Tenemos su pedido {{ order.name }}",
    `Gracias. Hemos recibido su pedido {{ order.name }} del {{ order.placed_on }}.

${ORDER_LINES}

Total: {{ order.total }}

Le escribiremos en cuanto su paquete se mueva.`,
  ),
  order_cancelled: text(
    "Su pedido {{ order.name }} se ha cancelado",
    `Su pedido {{ order.name }} se ha cancelado y no se enviará.

${ORDER_LINES}

Si ya lo ha pagado, el dinero vuelve por el mismo camino. Si le sorprende, responda a este mensaje.`,
  ),
  label_created: text(
    "Su paquete del pedido {{ order.name }} tiene número",
    `Su paquete tiene número, pero el transportista todavía no lo ha recogido. Le escribiremos cuando se mueva.

${TRACKING("Número")}

Contiene:

${PARCEL_LINES}`,
  ),
  shipped: text(
    "El transportista tiene su paquete ({{ order.name }})",
    `Buenas noticias: el transportista ha escaneado su paquete y está en camino.

${TRACKING("Número")}

${FOLLOW("Seguir mi paquete")}

{% if parcel.estimated_on %}El transportista prevé entregarlo el {{ parcel.estimated_on }}.{% endif %}

Contiene:

${PARCEL_LINES}`,
  ),
  out_for_delivery: text(
    "Su paquete está en reparto ({{ order.name }})",
    `El transportista ha cargado su paquete para el reparto.

${TRACKING("Número")}

${FOLLOW("Seguir mi paquete")}`,
  ),
  delivered: text(
    "Su paquete se ha entregado ({{ order.name }})",
    `El transportista indica que su paquete se entregó{% if parcel.delivered_on %} el {{ parcel.delivered_on }}{% endif %}.

Contiene:

${PARCEL_LINES}

¿No lo encuentra? Pregunte a sus vecinos y después responda a este mensaje: le ayudaremos.`,
  ),
  refund_issued: text(
    "Su reembolso del pedido {{ order.name }}",
    `Le hemos devuelto {{ refund.amount }} por el pedido {{ order.name }}, por el mismo medio con el que pagó.

Su banco decide cuándo aparece; lo habitual son unos días laborables.`,
  ),
  return_requested: text(
    "Tenemos su solicitud de devolución de {{ order.name }}",
    `Gracias, su solicitud de devolución del pedido {{ order.name }} ha llegado. Conserve los artículos hasta que respondamos.`,
  ),
  return_approved: text(
    "Su devolución de {{ order.name }} está aprobada",
    `Su devolución del pedido {{ order.name }} está aprobada{% if return.name %} ({{ return.name }}){% endif %}.

Embale bien los artículos. Si aún no sabe cómo enviarlos, responda a este mensaje.`,
  ),
  return_declined: text(
    "Sobre su devolución de {{ order.name }}",
    `No podemos aceptar su devolución del pedido {{ order.name }} tal como se ha solicitado.

Para que una persona la revise de nuevo, responda a este mensaje.`,
  ),
  delay_notice: text(
    "Su pedido {{ order.name }} se retrasa: elija, por favor",
    `Esperábamos enviar su pedido {{ order.name }} antes del {{ delay.promised_on }} y no podemos. Lo sentimos.

{% if delay.new_on %}La nueva fecha es el {{ delay.new_on }}.{% else %}Todavía no conocemos una fecha nueva y no queremos inventarla.{% endif %}

Puede esperar, o cancelar y recuperar pronto todo su dinero. Usted elige.

[Elegir: esperar o recuperar mi dinero]({{ delay.choice_url }})

También puede responder a este mensaje.`,
  ),
};
