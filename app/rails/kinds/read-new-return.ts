/** Finds the return that appeared since the call began and has exactly its lines. Two alike: the earlier one is ours. */
import type { Sight } from "#app/rails/intent-kind.ts";
import { isSameBag } from "./args.ts";

type Line = {
  readonly quantity: number;
  readonly fulfillmentLineItem?: { readonly id: string } | null;
};
export type SeenReturns = {
  readonly order: {
    readonly returns: {
      readonly nodes: readonly {
        readonly id: string;
        readonly returnLineItems: { readonly nodes: readonly Line[] };
        readonly exchangeLineItems: {
          readonly nodes: readonly {
            readonly quantity: number;
            readonly variantId: string | null;
          }[];
        };
      }[];
    };
  } | null;
};

export type ReturnLines = {
  readonly lines: readonly { readonly fulfillmentLineGid: string; readonly quantity: number }[];
  readonly exchangeLines: readonly { readonly variantGid: string; readonly quantity: number }[];
};

export const listReturnGids = ({ order }: SeenReturns): readonly string[] =>
  (order?.returns.nodes ?? []).map(({ id }) => id);

export function readNewReturn(
  { order }: SeenReturns,
  wanted: ReturnLines,
  before: readonly string[] | null,
): Sight {
  const bag = [
    ...wanted.lines.map(({ fulfillmentLineGid, quantity }) => `${fulfillmentLineGid} ${quantity}`),
    ...wanted.exchangeLines.map(({ variantGid, quantity }) => `${variantGid} ${quantity}`),
  ];
  // Newest first: the last match is the earliest.
  const ours = (order?.returns.nodes ?? [])
    .filter(({ id }) => !before?.includes(id))
    .filter(({ returnLineItems, exchangeLineItems }) =>
      isSameBag(bag, [
        ...returnLineItems.nodes.map(
          ({ quantity, fulfillmentLineItem }) => `${fulfillmentLineItem?.id ?? ""} ${quantity}`,
        ),
        ...exchangeLineItems.nodes.map(
          ({ quantity, variantId }) => `${variantId ?? ""} ${quantity}`,
        ),
      ]),
    )
    .at(-1);
  return ours ? { kind: "effect", outcome: { returnGid: ours.id } } : { kind: "nothing" };
}
