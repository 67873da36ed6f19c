/** Under which name the price of a call is remembered: its operation and whatever of its variables makes it dearer. */

/** E.g. `listOrders(first=50)` or `getNodes(ids=[25])`. Texts and objects do not move the price. */
export function describeCall(
  operation: string,
  variables: Readonly<Record<string, unknown>>,
): string {
  const sizes = Object.entries(variables)
    .flatMap(([name, value]) => {
      if (typeof value === "number") return [`${name}=${value}`];
      return Array.isArray(value) ? [`${name}=[${value.length}]`] : [];
    })
    .sort();
  return sizes.length === 0 ? operation : `${operation}(${sizes.join(",")})`;
}
