/** Root queries that find one thing by something other than its id, and short lists of words. */
import { findCustomerByEmail } from "#sandbox/domain/customers.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";

const byHandle = (context: Context, handle: string | null | undefined) =>
  [...context.shop.products.values()].find((product) => product.handle === handle) ?? null;

/** Custom ids are metafields with a definition, which the sandbox does not keep: nothing has one. */
const orNothing = <Found>(id: string | null | undefined, table: Map<string, Found>) =>
  id ? (table.get(id) ?? null) : null;

function words(context: Context, args: Loose, read: () => Iterable<string>) {
  const unique = [...new Set(read())].filter(Boolean).sort();
  const { edges, nodes, pageInfo } = connect(
    context,
    unique.map((text) => ({ id: null, text })),
    args,
    (entry) => entry.text,
  );
  return {
    pageInfo,
    nodes: nodes.map((entry) => entry.text),
    edges: edges.map((edge) => ({ cursor: edge.cursor, node: edge.node.text })),
  };
}

export const IDENTIFIER_QUERIES: TypeResolvers = {
  productByHandle: (_source, args, context) => byHandle(context, args.handle as string),
  productByIdentifier: (_source, args, context) => {
    const { id, handle } = args.identifier as Loose;
    return handle ? byHandle(context, handle as string) : orNothing(id, context.shop.products);
  },
  productVariantByIdentifier: (_source, args, context) =>
    orNothing((args.identifier as Loose).id, context.shop.variants),
  customerByIdentifier: (_source, args, context) => {
    const { id, emailAddress, phoneNumber } = args.identifier as Loose;
    const { customers } = context.shop;
    if (emailAddress) return findCustomerByEmail(context.shop, emailAddress as string);
    if (phoneNumber)
      return [...customers.values()].find((entry) => entry.phone === phoneNumber) ?? null;
    return orNothing(id, customers);
  },
  locationByIdentifier: (_source, args, context) =>
    orNothing((args.identifier as Loose).id, context.shop.locations),
  locationsAvailableForDeliveryProfiles: (_source, _args, context) =>
    [...context.shop.locations.values()].filter((entry) => entry.isActive),
  productTags: (_source, args, context) =>
    words(context, args, () => [...context.shop.products.values()].flatMap((entry) => entry.tags)),
  productTypes: (_source, args, context) =>
    words(context, args, () =>
      [...context.shop.products.values()].map((entry) => entry.productType),
    ),
  productVendors: (_source, args, context) =>
    words(context, args, () => [...context.shop.products.values()].map((entry) => entry.vendor)),
};
