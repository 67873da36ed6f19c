/** Writes the tax of a country onto the lines of a draft, and onto its shipping where prices include tax. */
import { allocate, scale } from "#sandbox/domain/money.ts";
import type { DiscountDraft, LineDraft, ShippingDraft } from "#sandbox/domain/create-order.ts";
import type { Bag, TaxLine } from "#sandbox/store/types.ts";
import type { CountryProfile } from "./countries/country-profile.ts";

/** Tax on what each line costs after discounts, and on shipping where prices include tax. */
export function addDraftTaxes(
  country: CountryProfile,
  lines: LineDraft[],
  discount: DiscountDraft | null,
  shipping: ShippingDraft | null,
): void {
  const { tax } = country;
  if (!tax) return;
  const ratePpm = Math.round(tax.rate * 1_000_000);
  const nets = netOfLines(lines, discount);
  const line = (base: Bag): TaxLine => ({
    title: tax.title,
    ratePpm,
    price: { shop: share(base.shop), presentment: share(base.presentment) },
    channelLiable: false,
  });
  const share = (minor: number) =>
    scale(minor, ratePpm, tax.included ? 1_000_000 + ratePpm : 1_000_000);
  for (const [index, draft] of lines.entries()) {
    const net = nets[index];
    if (net && !draft.isGiftCard) draft.taxLines = [line(net)];
  }
  const isFree = discount?.target === "SHIPPING_LINE";
  if (shipping && tax.included && !isFree && shipping.price.shop > 0)
    shipping.taxLines = [line(shipping.price)];
}

function netOfLines(lines: readonly LineDraft[], discount: DiscountDraft | null): Bag[] {
  const gross = lines.map(({ unitPrice, quantity }) => ({
    shop: (unitPrice?.shop ?? 0) * quantity,
    presentment: (unitPrice?.presentment ?? 0) * quantity,
  }));
  if (!discount || discount.target === "SHIPPING_LINE") return gross;
  const applies = (index: number) => !discount.lineIndexes || discount.lineIndexes.includes(index);
  const off = (side: keyof Bag): number[] => {
    const bases = gross.map((bag, index) => (applies(index) ? bag[side] : 0));
    if ("percentage" in discount.value) {
      const ppm = Math.round(discount.value.percentage * 10_000);
      return bases.map((base) => scale(base, ppm, 1_000_000));
    }
    const total = bases.reduce((sum, base) => sum + base, 0);
    return allocate(Math.min(discount.value.amount[side], total), bases);
  };
  const shop = off("shop");
  const presentment = off("presentment");
  return gross.map((bag, index) => ({
    shop: bag.shop - (shop[index] ?? 0),
    presentment: bag.presentment - (presentment[index] ?? 0),
  }));
}
