import { expect, test } from "vitest";
import { ShopifyUserErrors } from "#app/shopify/errors.ts";
import { requireNoUserErrors } from "#app/shopify/require-no-user-errors.ts";

test.each([
  ["no payload", {}],
  ["a null payload", { refundCreate: null }],
  ["an empty list", { refundCreate: { refund: { id: "gid://shopify/Refund/1" }, userErrors: [] } }],
])("lets %s pass", (_what, data) => {
  expect(() => requireNoUserErrors("refundCreate", data)).not.toThrow();
});

test("throws every error with field, message and code", () => {
  const data = {
    bulkOperationRunQuery: {
      userErrors: [
        { field: ["query", "0"], message: "In progress.", code: "OPERATION_IN_PROGRESS" },
        { field: null, message: "No code." },
      ],
    },
  };
  const error = thrown(() => requireNoUserErrors("startBulkQuery", data));
  expect(error.userErrors).toEqual([
    { field: ["query", "0"], message: "In progress.", code: "OPERATION_IN_PROGRESS" },
    { field: null, message: "No code.", code: null },
  ]);
  expect(error.retry).toBe("never");
  expect(error.isOnly("OPERATION_IN_PROGRESS")).toBe(false);
});

test("sees the older names of the list", () => {
  const data = {
    orderCancel: { orderCancelUserErrors: [{ field: null, message: "No.", code: "INVALID" }] },
  };
  expect(thrown(() => requireNoUserErrors("orderCancel", data)).isOnly("INVALID")).toBe(true);
});

function thrown(call: () => void): ShopifyUserErrors {
  try {
    call();
  } catch (error) {
    if (error instanceof ShopifyUserErrors) return error;
  }
  throw new Error("ShopifyUserErrors was expected.");
}
