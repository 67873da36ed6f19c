/** Tags and the note of an order. Done twice they are the same: the look only saves a call. */
import { z } from "zod";
import {
  AddTagsDocument,
  GetOrderLabelsDocument,
  SaveOrderNoteDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import * as arg from "./args.ts";

export const addTagsArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  /** Shopify compares tags without regard to case */
  tags: z.array(z.string().min(1).max(40)).min(1),
});

export const addTags = defineShopifyKind({
  name: "add_tags",
  mutation: "tagsAdd",
  args: addTagsArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: AddTagsDocument,
  variables: ({ orderGid, tags }) => ({ id: orderGid, tags: [...tags] }),
  readAnswer: () => ({ kind: "done", outcome: {} }),
  lookDocument: GetOrderLabelsDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: null,
  recognise: ({ order }, { args }): Sight => {
    const present = new Set(order?.tags.map((tag) => tag.toLowerCase()));
    return args.tags.every((tag) => present.has(tag.trim().toLowerCase()))
      ? { kind: "effect", outcome: {} }
      : { kind: "nothing" };
  },
});

export const saveNoteArgs = z.strictObject({
  orderGid: arg.gid("Order"),
  /** the whole note: what stood there before is replaced */
  note: z.string().max(5_000),
});

export const saveOrderNote = defineShopifyKind({
  name: "save_order_note",
  mutation: "orderUpdate",
  args: saveNoteArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: SaveOrderNoteDocument,
  variables: ({ orderGid, note }) => ({ id: orderGid, note }),
  readAnswer: () => ({ kind: "done", outcome: {} }),
  lookDocument: GetOrderLabelsDocument,
  lookVariables: ({ orderGid }) => ({ orderId: orderGid }),
  readBefore: null,
  recognise: ({ order }, { args }): Sight =>
    (order?.note ?? "") === args.note ? { kind: "effect", outcome: {} } : { kind: "nothing" },
});
