/** Mutations of order editing. */
import { beginEdit, changeEdit, commitEdit, type EditStep } from "#sandbox/domain/edit-order.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findOrder } from "#sandbox/graphql/find-node.ts";
import { answer } from "./answer.ts";
import {
  calculatedLine,
  calculatedOrder,
  calculatedShippingLine,
  stagedDiscountChange,
} from "./calculated-order.ts";

/** Either the session's or the calculated order's id names an edit. */
const editId = (id: string) => id.replace("OrderEditSession", "CalculatedOrder");
const session = (id: string) => ({ id: id.replace("CalculatedOrder", "OrderEditSession") });

/** Stages one change and answers the edit; `more` adds what the step touched. */
function step(
  context: Context,
  args: Loose,
  change: EditStep,
  more: (id: string, touchedId: string) => Loose = () => ({}),
) {
  const id = editId(args.id as string);
  return answer(
    changeEdit(context.world, context.shop, id, change),
    ({ touchedId }) => ({
      calculatedOrder: calculatedOrder(context, id),
      orderEditSession: session(id),
      ...more(id, touchedId),
    }),
    { calculatedOrder: null },
  );
}

const withLine = (context: Context) => (id: string, touchedId: string) => ({
  calculatedLineItem: calculatedLine(context, id, touchedId),
});
const withShipping = (context: Context) => (id: string, touchedId: string) => ({
  calculatedShippingLine: calculatedShippingLine(context, id, touchedId),
});

export const EDIT_MUTATIONS: TypeResolvers = {
  orderEditBegin: (_source, args, context) => {
    const order = findOrder(context, args.id as string);
    if (!order)
      return {
        calculatedOrder: null,
        userErrors: [{ field: ["id"], message: "The order does not exist." }],
      };
    return answer(
      beginEdit(context.world, context.shop, order),
      ({ id }) => ({
        calculatedOrder: calculatedOrder(context, id),
        orderEditSession: session(id),
      }),
      { calculatedOrder: null },
    );
  },
  orderEditSetQuantity: (_source, args, context) =>
    step(
      context,
      args,
      {
        kind: "quantity",
        lineId: args.lineItemId as string,
        quantity: args.quantity as number,
        restock: args.restock === true,
      },
      withLine(context),
    ),
  orderEditAddVariant: (_source, args, context) =>
    step(
      context,
      args,
      {
        kind: "variant",
        variantId: args.variantId as string,
        quantity: args.quantity as number,
        allowDuplicates: args.allowDuplicates === true,
      },
      withLine(context),
    ),
  orderEditAddCustomItem: (_source, args, context) =>
    step(
      context,
      args,
      {
        kind: "custom",
        title: args.title as string,
        quantity: args.quantity as number,
        price: args.price as Loose,
        taxable: (args.taxable ?? null) as boolean | null,
        requiresShipping: (args.requiresShipping ?? null) as boolean | null,
      },
      withLine(context),
    ),
  orderEditAddLineItemDiscount: (_source, args, context) =>
    step(
      context,
      args,
      { kind: "discount", lineId: args.lineItemId as string, discount: args.discount as Loose },
      (id, touchedId) => ({
        ...withLine(context)(id, touchedId),
        addedDiscountStagedChange: stagedDiscountChange(context, id, touchedId),
      }),
    ),
  orderEditUpdateDiscount: (_source, args, context) =>
    step(context, args, {
      kind: "updateDiscount",
      applicationId: args.discountApplicationId as string,
      discount: args.discount as Loose,
    }),
  orderEditRemoveDiscount: (_source, args, context) =>
    step(context, args, {
      kind: "removeDiscount",
      applicationId: args.discountApplicationId as string,
    }),
  orderEditRemoveLineItemDiscount: (_source, args, context) =>
    step(
      context,
      args,
      { kind: "removeDiscount", applicationId: args.discountApplicationId as string },
      withLine(context),
    ),
  orderEditAddShippingLine: (_source, args, context) => {
    const { title, price } = args.shippingLine as Loose;
    return step(context, args, { kind: "addShipping", title, price }, withShipping(context));
  },
  orderEditUpdateShippingLine: (_source, args, context) => {
    const { title, price } = args.shippingLine as Loose;
    const lineId = args.shippingLineId as string;
    return step(context, args, { kind: "updateShipping", lineId, title, price });
  },
  orderEditRemoveShippingLine: (_source, args, context) =>
    step(context, args, { kind: "removeShipping", lineId: args.shippingLineId as string }),
  orderEditCommit: (_source, args, context) =>
    answer(
      commitEdit(context.world, context.shop, editId(args.id as string), {
        notifyCustomer: args.notifyCustomer === true,
        staffNote: (args.staffNote ?? null) as string | null,
      }),
      (order) => ({ order, successMessages: ["Order updated"] }), // guess: text
      { order: null },
    ),
};
