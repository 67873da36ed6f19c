/** Seeded batches of orders that compete for the same stock, as a busy morning brings them. */
import type {
  Offer,
  RoutingQuestion,
  RoutingSupplier,
} from "#app/dropship/planner/routing-question.ts";

export type BatchSize = {
  readonly orders: number;
  readonly suppliers: number;
  readonly variants: number;
  /** Stock of all suppliers of a variant ÷ units asked for; below 1 some must be held. */
  readonly coverRatio: number;
  readonly seed: number;
};

/** Mulberry32: small, fast, the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function createBatch(size: BatchSize): RoutingQuestion[] {
  const random = seededRandom(size.seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const variants = Array.from({ length: size.variants }, (_, index) => ({
    gid: `gid://shopify/ProductVariant/${index + 1}`,
    costMinor: whole(400, 3_000),
    askedUnits: 0,
  }));
  const lines = Array.from({ length: size.orders }, () =>
    Array.from({ length: whole(1, 4) }, () => {
      // A few variants sell most: the square crowds the front of the list.
      const variant = variants[Math.floor(random() ** 2 * variants.length)]!;
      const units = whole(1, 3);
      variant.askedUnits += units;
      return { variant, units };
    }),
  );
  const suppliers: RoutingSupplier[] = Array.from({ length: size.suppliers }, (_, index) => ({
    supplierId: BigInt(index + 1),
    isActive: true,
    priority: 1,
    score: null,
    dropFeeMinor: BigInt(whole(0, 300)),
    minimumOrderMinor: 0n,
    tariffs: [{ region: "*", parcelMinor: BigInt(whole(300, 900)), kilogramMinor: 0n }],
    ordersLeft: null,
  }));
  const offers = variants.flatMap((variant): Offer[] => {
    const carriers = suppliers.filter(() => random() < 0.35);
    return carriers.map(({ supplierId }) => ({
      supplierId,
      variantGid: variant.gid,
      unitCostMinor: BigInt(Math.round(variant.costMinor * (0.85 + random() * 0.3))),
      stockUnits: Math.max(
        1,
        Math.round(((variant.askedUnits * size.coverRatio) / carriers.length) * (0.5 + random())),
      ),
      minimumUnits: 1,
      leadTimeDays: whole(1, 9),
      minimumAdvertisedMinor: null,
      risk: null,
    }));
  });
  return lines.map((own, index) => ({
    order: {
      orderGid: `gid://shopify/Order/${index + 1}`,
      destination: { countryCode: "US", provinceCode: null },
      lines: own.map(({ variant, units }, position) => ({
        lineGid: `gid://shopify/LineItem/${index + 1}0${position}`,
        variantGid: variant.gid,
        units,
        unitPriceMinor: BigInt(variant.costMinor * 2),
        unitWeightGrams: null,
      })),
    },
    suppliers,
    offers,
    rule: {
      version: 1,
      exclusions: [],
      rank: ["cost"],
      parcels: "any",
      marginFloorRatio: 0,
      maxLeadTimeDays: null,
    },
  }));
}
