/** What a template is: a subject and a body in Liquid. Pure. */
import type { ShopperEvent } from "#app/messages/shopper-events.ts";

export type TemplateText = { readonly subject: string; readonly body: string };

export type TemplateTexts = Readonly<Record<ShopperEvent, TemplateText>>;

export const text = (subject: string, body: string): TemplateText => ({ subject, body });

/** The lines of a parcel or order as a list; the same in every language. */
export const PARCEL_LINES = `{% for line in parcel.lines %}
- {{ line.quantity }} × {{ line.title }}{% if line.variant %}, {{ line.variant }}{% endif %}
{% endfor %}`;

export const ORDER_LINES = `{% for line in order.lines %}
- {{ line.quantity }} × {{ line.title }}{% if line.variant %}, {{ line.variant }}{% endif %}
{% endfor %}`;

/** "Carrier: number", or nothing. */
export const TRACKING = (word: string) =>
  `{% if parcel.number %}{{ parcel.carrier | default: "${word}" }}: {{ parcel.number }}{% endif %}`;

export const FOLLOW = (words: string) => `[${words}]({{ parcel.url }})`;
