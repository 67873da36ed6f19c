/** The product's own texts in English. */
import {
  FOLLOW,
  ORDER_LINES,
  PARCEL_LINES,
  text,
  TRACKING,
  type TemplateTexts,
} from "./template-text.ts";

export const EN: TemplateTexts = {
  order_confirmed: text(
    "We have your order {{ order.name }}",
    `Thank you. Your order {{ order.name }} of {{ order.placed_on }} has arrived with us.

${ORDER_LINES}

Total: {{ order.total }}

We'll write when your parcel moves.`,
  ),
  order_cancelled: text(
    "Your order {{ order.name }} was cancelled",
    `Your order {{ order.name }} was cancelled and won't be shipped.

${ORDER_LINES}

If you have paid already, your money goes back the way it came. If this surprises you, please answer this mail.`,
  ),
  label_created: text(
    "Your parcel of order {{ order.name }} has a number",
    `Your parcel has a number, but the carrier hasn't collected it yet. We'll write when it moves.

${TRACKING("Number")}

In it:

${PARCEL_LINES}`,
  ),
  shipped: text(
    "The carrier has your parcel ({{ order.name }})",
    `Good news: the carrier has scanned your parcel, and it is on its way.

${TRACKING("Number")}

${FOLLOW("Follow your parcel")}

{% if parcel.estimated_on %}The carrier expects to bring it on {{ parcel.estimated_on }}.{% endif %}

In it:

${PARCEL_LINES}`,
  ),
  out_for_delivery: text(
    "Your parcel is out for delivery ({{ order.name }})",
    `The carrier has loaded your parcel for delivery.

${TRACKING("Number")}

${FOLLOW("Follow your parcel")}`,
  ),
  delivered: text(
    "Your parcel was delivered ({{ order.name }})",
    `The carrier says that your parcel was delivered{% if parcel.delivered_on %} on {{ parcel.delivered_on }}{% endif %}.

In it:

${PARCEL_LINES}

Can't find it? Look where a neighbour would put it, then answer this mail and we'll help.`,
  ),
  refund_issued: text(
    "Your refund for order {{ order.name }}",
    `We have sent {{ refund.amount }} back to you for order {{ order.name }}, the way you paid.

Your bank decides when it shows; a few working days are usual.`,
  ),
  return_requested: text(
    "We have your return request for {{ order.name }}",
    `Thank you, your return request for order {{ order.name }} has arrived. Please keep the goods until we answer.`,
  ),
  return_approved: text(
    "Your return for {{ order.name }} is approved",
    `Your return for order {{ order.name }} is approved{% if return.name %} under {{ return.name }}{% endif %}.

Please pack the goods well. If you don't know yet how to send them, answer this mail.`,
  ),
  return_declined: text(
    "About your return for {{ order.name }}",
    `We can't accept your return for order {{ order.name }} as it was asked for.

Ask a person to look again: just answer this mail.`,
  ),
  delay_notice: text(
    "Your order {{ order.name }} is late: please choose",
    `We expected to ship your order {{ order.name }} by {{ delay.promised_on }} and can't. We are sorry.

{% if delay.new_on %}The new date is {{ delay.new_on }}.{% else %}We don't know a new date yet, and won't guess one.{% endif %}

You can wait, or cancel and get all your money back promptly. It is your choice.

[Choose: wait or get my money back]({{ delay.choice_url }})

You can also just answer this mail.`,
  ),
};
