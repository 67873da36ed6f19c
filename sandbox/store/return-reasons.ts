/** Shopify's global library of return reasons; the first twenty, as a real store answered them; it goes on with words of product categories. */
import type { ReturnReasonDefinition } from "./types.ts";

const NAMES: [string, string][] = [
  ["Unknown", "unknown"],
  ["Changed my mind", "changed-my-mind"],
  ["Item not as described", "item-not-as-described"],
  ["Received the wrong item", "received-the-wrong-item"],
  ["Other", "other-reason"],
  ["Damaged or defective", "damaged-or-defective"],
  ["Too small", "too-small"],
  ["Too big", "too-big"],
  ["Style", "style"],
  ["Color", "color"],
  ["Absorbency", "absorbency"],
  ["Academic level", "academic-level"],
  ["Accuracy", "accuracy"],
  ["Adhesion", "adhesion"],
  ["Adhesive", "adhesive"],
  ["Adhesive strength", "adhesive-strength"],
  ["Adjustability", "adjustability"],
  ["Age range", "age-range"],
  ["Amperage", "amperage"],
  ["Angle", "angle"],
];

export const RETURN_REASONS: ReturnReasonDefinition[] = NAMES.map(([name, handle], index) => ({
  id: `gid://shopify/ReturnReasonDefinition/${index + 1}`,
  name,
  handle,
  deleted: false,
}));
