/** What every resolver gets beside its source: the world, the shop, who asks, and notes for the reply's extensions. */
import type { DocumentNode, GraphQLFieldResolver, OperationDefinitionNode } from "graphql";
import type { ApiErrorEntry } from "./errors.ts";
import type { AppInstallation, ShopState, World } from "#sandbox/store/types.ts";

export type SearchNote = {
  path: (string | number)[];
  query: string;
  parsed: unknown;
  warnings: { field: string; message: string; code?: string }[];
};

export type Context = {
  world: World;
  shop: ShopState;
  installation: AppInstallation;
  scopes: ReadonlySet<string>;
  apiVersion: string;
  operationName: string | null;
  searchNotes: SearchNote[];
  /** Runs after the reply is computed: turns of background work. */
  afterwards: (() => void)[];
  /** True while a bulk query runs: pages have no size limit then. */
  isBulk: boolean;
  /** Runs another document in this context: bulk operations do. */
  perform: (
    context: Context,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ) => { data: unknown; errors?: ApiErrorEntry[] };
};

/** Arguments and sources come coerced by the schema; each resolver names the part it reads. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the schema, not TypeScript, knows these shapes
export type Loose = any;
export type Resolver = GraphQLFieldResolver<Loose, Context, Loose>;
export type TypeResolvers = Record<string, Resolver>;
export type ResolverMap = Record<string, TypeResolvers>;
