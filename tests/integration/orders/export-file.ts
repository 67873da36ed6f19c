/** A made-up export file: orders with lines and a return, near their parents or whole levels after each other. */

const money = (amount: string) => ({
  shopMoney: { amount, currencyCode: "USD" },
  presentmentMoney: { amount, currencyCode: "USD" },
});

type Node = Record<string, unknown> & { id: string };

/** One order's lines of the file: itself, its children, their children. */
export function exportedOrder(
  number: number,
  change: Record<string, unknown> = {},
): [Node, Node[], Node[]] {
  const id = `gid://shopify/Order/${number}`;
  const at = new Date(Date.UTC(2026, 8, 1) + number * 60_000).toISOString();
  const order = {
    id,
    name: `#${number}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    test: false,
    edited: false,
    requiresShipping: true,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    returnStatus: "NO_RETURN",
    sourceName: "web",
    tags: ["b", "a"],
    currencyCode: "USD",
    presentmentCurrencyCode: "USD",
    email: `${number}@example.com`,
    phone: null,
    customerLocale: "en",
    note: "tab\there \\ and\nnew line",
    customer: { id: "gid://shopify/Customer/1", firstName: "Žofie", lastName: "李" },
    shippingAddress: null,
    taxesIncluded: false,
    totalPriceSet: money("12.5"),
    currentTotalPriceSet: money("12.5"),
    totalShippingPriceSet: money("0.0"),
    currentTotalTaxSet: money("0.0"),
    currentTotalDiscountsSet: money("0.0"),
    totalRefundedSet: money("0.0"),
    totalOutstandingSet: money("0.0"),
    fulfillments: [],
    transactions: [],
    refunds: [],
    disputes: [],
    ...change,
  };
  const lines = [0, 1].map((index) => ({
    id: `gid://shopify/LineItem/${number}0${index}`,
    title: `Line ${index}`,
    variantTitle: null,
    sku: `S-${number}-${index}`,
    vendor: "Oak",
    quantity: 1,
    currentQuantity: 1,
    unfulfilledQuantity: 1,
    requiresShipping: true,
    isGiftCard: false,
    product: null,
    variant: null,
    originalUnitPriceSet: money("6.25"),
    discountAllocations: [],
    taxLines: [],
    __parentId: id,
  }));
  const returnId = `gid://shopify/Return/${number}`;
  const returned = {
    id: returnId,
    name: `#${number}-R1`,
    status: "OPEN",
    totalQuantity: 1,
    createdAt: at,
    requestApprovedAt: at,
    closedAt: null,
    decline: null,
    __parentId: id,
  };
  const returnLine = {
    id: `gid://shopify/ReturnLineItem/${number}`,
    quantity: 1,
    processedQuantity: 0,
    refundedQuantity: 0,
    customerNote: "",
    returnReasonDefinition: null,
    fulfillmentLineItem: { lineItem: { id: lines[0]!.id } },
    __parentId: returnId,
  };
  return [order, [...lines, returned], [returnLine]];
}

export function exportFile(
  orders: readonly [Node, Node[], Node[]][],
  layout: "near" | "levels",
): Buffer {
  const nodes =
    layout === "near"
      ? orders.flatMap(([root, children, grandchildren]) => [root, ...children, ...grandchildren])
      : [
          ...orders.map(([root]) => root),
          ...orders.flatMap(([, children]) => children),
          ...orders.flatMap(([, , grandchildren]) => grandchildren),
        ];
  return Buffer.from(
    nodes.map((node) => `${JSON.stringify(node).replaceAll("/", "\\/")}\n`).join(""),
  );
}

/** The file from a byte on, in pieces of a size that cuts lines and letters; breaks off after `until` bytes. */
export async function* piecesOf(file: Buffer, from = 0, until = Infinity): AsyncGenerator<Buffer> {
  const PIECE = 1_777;
  for (let at = from; at < file.length; at += PIECE) {
    if (at >= until) throw new Error("the connection was cut");
    yield file.subarray(at, Math.min(at + PIECE, file.length));
  }
}
