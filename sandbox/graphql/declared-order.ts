/**
 * The published schema file sorts fields and values by name; the live schema lists them as declared. These are the declared
 * orders that are known (from live introspection); they show in introspection and in INVALID_VARIABLE messages.
 */
const KNOWN: Record<string, string> = {
  ReturnReason:
    "SIZE_TOO_SMALL SIZE_TOO_LARGE UNWANTED NOT_AS_DESCRIBED WRONG_ITEM DEFECTIVE STYLE COLOR OTHER UNKNOWN",
  RefundInput:
    "currency orderId note notify shipping processedAt refundLineItems refundDuties transactions refundMethods discrepancyReason allowOverRefunding",
  ReturnInput:
    "exchangeLineItems requestedAt orderId returnLineItems returnShippingFee notifyCustomer unprocessed",
  ReturnLineItemInput:
    "quantity returnReason returnReasonDefinitionId returnReasonNote fulfillmentLineItemId restockingFee",
  ReturnRequestLineItemInput:
    "fulfillmentLineItemId quantity restockingFee returnReason returnReasonDefinitionId customerNote",
};

type Named = { name: string };

/** Puts a type's entries into declared order where it is known; others stay behind, as they were. */
export function inDeclaredOrder<Entry extends Named>(typeName: string, entries: Entry[]): Entry[] {
  const order = KNOWN[typeName]?.split(" ");
  if (!order) return entries;
  const rank = (entry: Entry) =>
    order.includes(entry.name) ? order.indexOf(entry.name) : order.length;
  return [...entries].sort((a, b) => rank(a) - rank(b));
}
