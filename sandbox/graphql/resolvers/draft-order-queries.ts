/** Root queries of draft orders and payment terms. */
import type { DraftOrder } from "#sandbox/store/draft-types.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import { draftTotal } from "#sandbox/domain/draft-order-money.ts";
import { TERMS_TEMPLATES } from "#sandbox/domain/payment-terms.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, TypeResolvers } from "#sandbox/graphql/context.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { search, type SearchPlan } from "#sandbox/graphql/search.ts";
import { byKey, limitedCount } from "./listing.ts";

const plan: SearchPlan<DraftOrder> = {
  filters: {
    id: { type: "id", read: (draft) => draft.id },
    status: { type: "exact", read: (draft) => draft.status },
    tag: { type: "text", read: (draft) => draft.tags },
    email: { type: "text", read: (draft) => draft.email },
    customer_id: { type: "id", read: (draft) => draft.customerId },
    created_at: { type: "time", read: (draft) => draft.createdAt },
    updated_at: { type: "time", read: (draft) => draft.updatedAt },
    source: { type: "text", read: (draft) => draft.sourceName },
  },
  text: (draft) => [draft.name, draft.email, draft.note],
};

export const listDrafts = (
  context: Context,
  query: string | null | undefined,
  path: (string | number)[],
): readonly DraftOrder[] =>
  search(context, path, query, [...context.shop.draftOrders.values()], plan);

export const DRAFT_QUERIES: TypeResolvers = {
  draftOrder: (_source, args, context) => context.shop.draftOrders.get(args.id as string) ?? null,
  draftOrders: (_source, args, context, info) => {
    const found = listDrafts(context, args.query as string | null, pathOf(info));
    const { customers } = context.shop;
    const reads: Record<string, (draft: DraftOrder) => string | number> = {
      STATUS: (draft) => draft.status,
      UPDATED_AT: (draft) => draft.updatedAt,
      TOTAL_PRICE: (draft) => draftTotal(draft).shop,
      CUSTOMER_NAME: (draft) => {
        const customer = customers.get(draft.customerId ?? "");
        return customer ? displayName(customer) : "";
      },
    };
    const read = reads[(args.sortKey as string | null) ?? "ID"];
    return connect(context, read ? byKey(found, read) : found, args);
  },
  draftOrdersCount: (_source, args, context, info) =>
    limitedCount(
      listDrafts(context, args.query as string | null, pathOf(info)).length,
      args.limit as number | null,
    ),
  paymentTermsTemplates: (_source, args) =>
    TERMS_TEMPLATES.filter(
      (entry) => !args.paymentTermsType || entry.paymentTermsType === args.paymentTermsType,
    ),
};
