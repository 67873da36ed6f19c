/** Payments and refunds of money. Amounts are what the buyer's currency saw. */
import { capturable } from "#sandbox/domain/order-money.ts";
import { formatDecimal, zeroBag } from "#sandbox/domain/money.ts";
import type { Order, ShopState, Transaction } from "#sandbox/store/types.ts";
import {
  amountText,
  idNumber,
  idNumberOrNull,
  timestamp,
  word,
  type Payload,
} from "./payload-values.ts";

/** As refunds embed it. */
export function transactionPayload(
  shop: ShopState,
  order: Order,
  transaction: Transaction,
): Payload {
  const { payment_details: _, ...rest } = transactionCreatedPayload(shop, order, transaction);
  return rest;
}

/** As `order_transactions/create` sends it: with the card's particulars. */
export function transactionCreatedPayload(
  shop: ShopState,
  order: Order,
  transaction: Transaction,
): Payload {
  const position = order.transactions.findIndex(({ id }) => id === transaction.id) + 1;
  return {
    id: idNumber(transaction.id),
    order_id: idNumber(order.id),
    kind: word(transaction.kind),
    gateway: transaction.gateway,
    status: word(transaction.status),
    message: null,
    created_at: timestamp(shop, transaction.createdAt),
    test: transaction.test,
    authorization: transaction.authorizationCode,
    location_id: null,
    user_id: null,
    parent_id: idNumberOrNull(transaction.parentId),
    processed_at: timestamp(shop, transaction.processedAt),
    device_id: null,
    error_code: transaction.errorCode,
    source_name: order.sourceName,
    payment_details: paymentDetails(transaction),
    receipt: {},
    amount: amountText(transaction.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    payment_id: transaction.paymentId ?? `${order.name}.${position}`,
    total_unsettled_set: unsettled(order, transaction),
    manual_payment_gateway: transaction.manualPaymentGateway,
    amount_rounding: null,
    admin_graphql_api_id: transaction.id,
  };
}

/** Gateways that take cards. */
const CARD_GATEWAYS = ["shopify_payments", "bogus", "visa"];

/** Null for payments without a card. */
function paymentDetails(transaction: Transaction): Payload | null {
  if (!transaction.accountNumber && !CARD_GATEWAYS.includes(transaction.gateway)) return null;
  return {
    credit_card_bin: null,
    avs_result_code: null,
    cvv_result_code: null,
    credit_card_number: transaction.accountNumber ?? "•••• •••• •••• 4242",
    credit_card_company: "Visa",
    buyer_action_info: null,
    credit_card_name: null,
    credit_card_wallet: null,
    credit_card_expiration_month: null,
    credit_card_expiration_year: null,
    payment_method_name: "visa",
  };
}

/** Here, and only here, the key is `currency` rather than `currency_code`. */
function unsettled(order: Order, transaction: Transaction): Payload {
  const isOpen = transaction.kind === "AUTHORIZATION" && transaction.status === "SUCCESS";
  const left = isOpen ? capturable(order) : zeroBag();
  return {
    presentment_money: {
      amount: formatDecimal(left.presentment, order.presentmentCurrency),
      currency: order.presentmentCurrency,
    },
    shop_money: { amount: formatDecimal(left.shop, order.currency), currency: order.currency },
  };
}
