/**
 * Exports whose children do not follow their parents: Shopify promises only that a parent comes first. Their rows are
 * collected in a table, then read back root by root. Memory stays that of one batch, and a crash costs one batch.
 */
import type pg from "pg";
import type { BulkGroup, BulkNode } from "#app/shopify/mappers/map-bulk-groups.ts";
import { typeOfGid } from "./collect-groups.ts";
import { copyLine } from "./copy-text.ts";
import { parseNode } from "./parse-node.ts";
import { copyInto, runOnClient } from "./run-on-client.server.ts";

export type StagedRow = { readonly node: BulkNode; readonly line: string; readonly start: number };
type Key = { readonly shopId: bigint; readonly importId: bigint };

export async function stageRows(
  client: pg.PoolClient,
  { shopId, importId }: Key,
  rows: readonly StagedRow[],
): Promise<void> {
  const key = [shopId.toString(), importId.toString()];
  await copyInto(
    client,
    {
      table: "bulk_import_rows",
      columns: "shop_id, import_id, start_offset, gid, parent_gid, body",
    },
    rows.map(({ node, line, start }) =>
      copyLine([...key, String(start), node.id, node.__parentId ?? null, line]),
    ),
  );
}

export async function dropStagedRows(
  client: pg.ClientBase,
  { shopId, importId }: Key,
): Promise<void> {
  await client.query("delete from bulk_import_rows where shop_id = $1 and import_id = $2", [
    shopId.toString(),
    importId.toString(),
  ]);
}

type Row = { readonly start_offset: bigint; readonly body: string };

/** The next roots after an offset, each with its children and theirs. Empty = all are read. */
export async function readStagedGroups(
  client: pg.PoolClient,
  { shopId, importId }: Key,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ groups: BulkGroup[]; lastOffset: number }> {
  const run = runOnClient(client);
  const roots = await run<Row>({
    text: `select start_offset, body from bulk_import_rows
      where shop_id = $1 and import_id = $2 and parent_gid is null and start_offset > $3
      order by start_offset limit $4`,
    values: [shopId, importId, after, limit],
  });
  const readBelow = async (parents: readonly BulkNode[]) => {
    if (parents.length === 0) return [];
    const rows = await run<Row>({
      text: `select start_offset, body from bulk_import_rows
        where shop_id = $1 and import_id = $2 and parent_gid = any($3::text[]) order by start_offset`,
      values: [shopId, importId, [...new Set(parents.map(({ id }) => id))]],
    });
    return rows.map(toNode);
  };
  const rootNodes = roots.map(toNode);
  const children = await readBelow(rootNodes);
  const grandchildren = await readBelow(
    children.filter(({ id }) => PARENT_TYPES.has(typeOfGid(id))),
  );
  return {
    groups: joinGroups(rootNodes, children, grandchildren),
    lastOffset: Number(roots.at(-1)?.start_offset ?? after),
  };
}

const PARENT_TYPES = new Set(["Return", "Fulfillment"]);

function toNode({ body }: Row): BulkNode {
  const node = parseNode(body);
  if (!node) throw new Error("A staged row was a node when it was staged.");
  return node;
}

/** A node below two parents (a fulfilment of two fulfilment orders) is in the file once below each. */
function joinGroups(
  roots: readonly BulkNode[],
  children: readonly BulkNode[],
  grandchildren: readonly BulkNode[],
): BulkGroup[] {
  const childrenOf = groupByParent(children);
  const grandchildrenOf = groupByParent(grandchildren);
  return roots.map((root) => {
    const own = childrenOf.get(root.id) ?? [];
    const below = own.flatMap(({ id }) => grandchildrenOf.get(id) ?? []);
    const byType = new Map<string, BulkNode[]>();
    for (const node of [...own, ...below]) {
      const type = typeOfGid(node.id);
      const list = byType.get(type);
      if (list) list.push(node);
      else byType.set(type, [node]);
    }
    return { root, children: byType };
  });
}

function groupByParent(nodes: readonly BulkNode[]): Map<string, BulkNode[]> {
  const groups = new Map<string, BulkNode[]>();
  for (const node of nodes) {
    const parent = node.__parentId ?? "";
    const group = groups.get(parent);
    if (group) group.push(node);
    else groups.set(parent, [node]);
  }
  return groups;
}
