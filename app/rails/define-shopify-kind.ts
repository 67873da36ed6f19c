/** Makes a kind out of one row of facts about one Shopify mutation. Pure: the caller brings the way to run a document. */
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { z } from "zod";
import type { Money } from "#app/platform/money.ts";
import type { Ceiling } from "./intent.ts";
import type { Answer, KindContext, LookContext, Marks, Sight } from "./intent-kind.ts";
import type { Json, JsonObject } from "./json.ts";

export type RunDocument = <Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

export type ShopifyKindRow<Args, Data, Variables, Seen, LookVariables, Before extends Json> = {
  readonly name: string;
  /** The root field, for people who read the table. */
  readonly mutation: string;
  readonly args: z.ZodType<Args>;
  readonly ceiling: Ceiling;
  readonly moneyOf: (args: Args) => Money | null;
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: (args: Args, marks: Marks) => Variables;
  readonly readAnswer: (data: Data, args: Args, marks: Marks) => Answer;
  readonly lookDocument: TypedDocumentNode<Seen, LookVariables>;
  readonly lookVariables: (args: Args, marks: Marks, outcome: JsonObject | null) => LookVariables;
  /** What of the sight before the call has to be kept; null when the effect speaks for itself. */
  readonly readBefore: ((seen: Seen, args: Args) => Before) | null;
  readonly recognise: (
    seen: Seen,
    facts: {
      readonly args: Args;
      readonly marks: Marks;
      readonly before: Before | null;
      readonly outcome: JsonObject | null;
    },
  ) => Sight;
};

/** A row without its inner types: a list can hold rows of all mutations. */
export type ShopifyKind = {
  readonly name: string;
  readonly mutation: string;
  readonly args: z.ZodType;
  readonly ceiling: Ceiling;
  readonly moneyOf: (args: Json) => Money | null;
  readonly readBefore: ((run: RunDocument, context: KindContext) => Promise<Json>) | null;
  readonly call: (run: RunDocument, context: KindContext) => Promise<Answer>;
  readonly look: (run: RunDocument, context: LookContext) => Promise<Sight>;
};

export function defineShopifyKind<
  Args,
  Data,
  Variables extends Record<string, unknown>,
  Seen,
  LookVariables extends Record<string, unknown>,
  Before extends Json,
>(row: ShopifyKindRow<Args, Data, Variables, Seen, LookVariables, Before>): ShopifyKind {
  const { readBefore } = row;
  const see = (run: RunDocument, args: Args, context: KindContext, outcome: JsonObject | null) =>
    run(row.lookDocument, row.lookVariables(args, context, outcome));
  return {
    name: row.name,
    mutation: row.mutation,
    args: row.args,
    ceiling: row.ceiling,
    moneyOf: (args) => row.moneyOf(row.args.parse(args)),
    readBefore:
      readBefore &&
      (async (run, context) => {
        const args = row.args.parse(context.args);
        return readBefore(await see(run, args, context, null), args);
      }),
    call: async (run, context) => {
      const args = row.args.parse(context.args);
      const data = await run(row.document, row.variables(args, context));
      return row.readAnswer(data, args, context);
    },
    look: async (run, context) => {
      const args = row.args.parse(context.args);
      const { outcome } = context;
      const seen = await see(run, args, context, outcome);
      // Written by readBefore of the same row, and never by anybody else.
      const before = context.before as Before | null;
      return row.recognise(seen, { args, marks: context, before, outcome });
    },
  };
}
