/** True for a value that was given: neither null nor left out. Inputs do not tell the two apart. */
export function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
