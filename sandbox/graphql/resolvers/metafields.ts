/** Metafields of any owner, and the two fields every owner has. */
import type { Metafield, ShopState } from "#sandbox/store/types.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { digestOf } from "#sandbox/domain/metafields.ts";

/** `$app` and no namespace stand for the app's own. */
export function realNamespace(context: Context, namespace: string | null | undefined): string {
  const own = `app--${numericId(context.installation.appId)}`;
  if (!namespace || namespace === "$app") return own;
  return namespace.startsWith("$app:") ? `${own}--${namespace.slice(5)}` : namespace;
}

export function metafieldsOf(shop: ShopState, ownerId: string): Metafield[] {
  return shop.metafields.get(ownerId) ?? [];
}

export const metafieldFields: TypeResolvers = {
  metafield: (owner: { id: string }, args, context) => {
    const namespace = realNamespace(context, args.namespace as string | null);
    return (
      metafieldsOf(context.shop, owner.id).find(
        (entry) => entry.namespace === namespace && entry.key === args.key,
      ) ?? null
    );
  },
  metafields: (owner: { id: string }, args, context) => {
    const keys = args.keys as string[] | null | undefined;
    const namespace = args.namespace as string | null | undefined;
    const found = metafieldsOf(context.shop, owner.id).filter(
      (entry) =>
        (!namespace || entry.namespace === realNamespace(context, namespace)) &&
        (!keys || keys.includes(`${entry.namespace}.${entry.key}`)),
    );
    return connect(context, found, args);
  },
};

export const METAFIELD: TypeResolvers = {
  legacyResourceId: (entry: Metafield) => numericId(entry.id),
  compareDigest: (entry: Metafield) => digestOf(entry),
  jsonValue: (entry: Metafield) => {
    if (!/json|list\.|number_integer|boolean/.test(entry.type)) return entry.value;
    try {
      return JSON.parse(entry.value) as Loose;
    } catch {
      return entry.value;
    }
  },
  ownerType: (entry: Metafield) =>
    (entry.ownerId.split("/")[3] ?? "SHOP").replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase(),
  definition: () => null,
  description: () => null,
  owner: (entry: Metafield, _args, context) =>
    context.shop.orders.get(entry.ownerId) ??
    context.shop.products.get(entry.ownerId) ??
    context.shop.customers.get(entry.ownerId) ??
    null,
};
