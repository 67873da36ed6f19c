/** A made-up bulk export, streamed: orders with three lines and a payment each, about 3 kB an order, children after their parent. */

const LINES = 3;
const money = (amount: string) => ({
  shopMoney: { amount, currencyCode: "USD" },
  presentmentMoney: { amount, currencyCode: "USD" },
});

function exportedLines(number: number, note: string): string[] {
  const id = `gid://shopify/Order/${number}`;
  // Twelve orders an hour, up to the first of September 2026.
  const at = new Date(Date.UTC(2026, 8, 1) - (number % 1_000_000) * 300_000).toISOString();
  const isPaid = number % 7 !== 0;
  const isDone = number % 3 !== 0;
  const order = {
    id,
    name: `#${number}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    closedAt: isDone ? at : null,
    cancelledAt: null,
    cancelReason: null,
    test: false,
    edited: false,
    requiresShipping: true,
    displayFinancialStatus: isPaid ? "PAID" : "PENDING",
    displayFulfillmentStatus: isDone ? "FULFILLED" : "UNFULFILLED",
    returnStatus: "NO_RETURN",
    sourceName: "web",
    tags: number % 5 === 0 ? ["wholesale"] : [],
    currencyCode: "USD",
    presentmentCurrencyCode: "USD",
    email: `customer${number % 40_000}@example.com`,
    phone: null,
    customerLocale: "en",
    note: note === "" ? null : note,
    customer: {
      id: `gid://shopify/Customer/${number % 40_000}`,
      firstName: `First${number % 997}`,
      lastName: `Last${number % 1_009}`,
    },
    shippingAddress: {
      name: `First${number % 997} Last${number % 1_009}`,
      company: null,
      address1: `${number % 4_000} Harbor Street`,
      address2: null,
      city: "Portland",
      provinceCode: "ME",
      zip: String(10_000 + (number % 80_000)),
      phone: null,
      countryCodeV2: number % 9 === 0 ? "CA" : "US",
    },
    taxesIncluded: false,
    totalPriceSet: money("72.45"),
    currentTotalPriceSet: money("72.45"),
    totalShippingPriceSet: money("5.0"),
    currentTotalTaxSet: money("4.45"),
    currentTotalDiscountsSet: money("0.0"),
    totalRefundedSet: money("0.0"),
    totalOutstandingSet: money("0.0"),
    fulfillments: [],
    transactions: [
      {
        id: `gid://shopify/OrderTransaction/${number}`,
        kind: "SALE",
        status: "SUCCESS",
        gateway: "shopify_payments",
        processedAt: at,
        createdAt: at,
        amountSet: money("72.45"),
        parentTransaction: null,
      },
    ],
    refunds: [],
    disputes: [],
  };
  const lines = Array.from({ length: LINES }, (_, index) => ({
    id: `gid://shopify/LineItem/${number * 10 + index}`,
    title: `Product ${(number + index) % 300}`,
    variantTitle: "Blue / M",
    sku: `SKU-${(number + index) % 300}`,
    vendor: `Vendor ${(number + index) % 20}`,
    quantity: 1,
    currentQuantity: 1,
    unfulfilledQuantity: isDone ? 0 : 1,
    requiresShipping: true,
    isGiftCard: false,
    product: { id: `gid://shopify/Product/${(number + index) % 300}` },
    variant: { id: `gid://shopify/ProductVariant/${(number + index) % 300}` },
    originalUnitPriceSet: money("21.0"),
    discountAllocations: [],
    taxLines: index === 0 ? [{ priceSet: { shopMoney: money("4.45").shopMoney } }] : [],
    __parentId: id,
  }));
  return [order, ...lines].map((node) => `${JSON.stringify(node).replaceAll("/", "\\/")}\n`);
}

/** The file in pieces of about 64 kB, as a download brings it. `note` makes orders larger. */
export async function* exportPieces(orders: number, note = ""): AsyncGenerator<Buffer> {
  let text = "";
  for (let number = 1; number <= orders; number += 1) {
    text += exportedLines(number, note).join("");
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}
