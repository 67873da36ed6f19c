/**
 * Puts the flat lines of an export together: a root and what belongs to it. A parent's line precedes its children, but
 * children need not follow at once; a window of open roots waits for them. A child whose root has left the window is
 * late: its order is read from Shopify instead. Pure.
 */
import type { BulkGroup, BulkNode } from "#app/shopify/mappers/map-bulk-groups.ts";

type OpenGroup = {
  readonly root: BulkNode;
  readonly children: Map<string, BulkNode[]>;
  /** offset of the root's line: reading again from here misses nothing of this group */
  readonly start: number;
  /** of its lines in the file */
  bytes: number;
};

export type LinePlace = { readonly start: number; readonly bytes: number };

export type GroupCollector = {
  /** `late`: no open root above it. */
  readonly add: (node: BulkNode, line: LinePlace) => "taken" | "late";
  readonly openCount: () => number;
  /** Bytes of the file that the open groups take. */
  readonly openBytes: () => number;
  /** Takes the oldest groups out of the window. */
  readonly take: (count: number) => BulkGroup[];
  /** Where the oldest open root begins; null when none is open. */
  readonly resumeOffset: () => number | null;
};

export const typeOfGid = (gid: string): string => gid.slice(14, gid.indexOf("/", 14));

export function createGroupCollector(): GroupCollector {
  const open = new Map<string, OpenGroup>();
  let openBytes = 0;
  /** nodes below a root that may have children themselves → their root */
  const rootOf = new Map<string, string>();
  const parentsOf = new Map<string, string[]>();
  return {
    add(node, { start, bytes }) {
      if (node.__parentId === undefined) {
        openBytes += bytes - (open.get(node.id)?.bytes ?? 0);
        open.set(node.id, { root: node, children: new Map(), start, bytes });
        return "taken";
      }
      const rootGid = open.has(node.__parentId) ? node.__parentId : rootOf.get(node.__parentId);
      const group = rootGid === undefined ? undefined : open.get(rootGid);
      if (!group || rootGid === undefined) return "late";
      group.bytes += bytes;
      openBytes += bytes;
      const type = typeOfGid(node.id);
      const siblings = group.children.get(type);
      if (siblings) siblings.push(node);
      else group.children.set(type, [node]);
      if (PARENT_TYPES.has(type)) {
        rootOf.set(node.id, rootGid);
        parentsOf.set(rootGid, [...(parentsOf.get(rootGid) ?? []), node.id]);
      }
      return "taken";
    },
    openCount: () => open.size,
    openBytes: () => openBytes,
    take(count) {
      const taken: BulkGroup[] = [];
      for (const [gid, group] of open) {
        if (taken.length >= count) break;
        taken.push(group);
        open.delete(gid);
        openBytes -= group.bytes;
        for (const parent of parentsOf.get(gid) ?? [])
          if (rootOf.get(parent) === gid) rootOf.delete(parent);
        parentsOf.delete(gid);
      }
      return taken;
    },
    resumeOffset() {
      for (const { start } of open.values()) return start;
      return null;
    },
  };
}

const PARENT_TYPES = new Set(["Return", "Fulfillment"]);
